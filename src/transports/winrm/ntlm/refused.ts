/** What the server said in the handshake is not what we go on with. The message says what, as the end of "the host's login message: ...". */
export class NtlmRefusedError extends Error {}
