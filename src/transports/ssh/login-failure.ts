/** Why a login did not come about; stays inside the ssh transport, which turns it into an UnreachableError with the next move. */
export class LoginFailure extends Error {
  readonly step: 'connection' | 'handshake' | 'stalled' | 'host-key' | 'authentication' | 'aborted';
  /** Ways that were tried, with what they used, in order. */
  readonly tried: readonly string[];
  /** Names of the methods that the server offered. */
  readonly offered: readonly string[];
  readonly notes: readonly string[];

  constructor(
    step: LoginFailure['step'],
    tried: readonly string[],
    offered: readonly string[],
    notes: readonly string[],
    cause: Error | undefined,
  ) {
    super(cause?.message ?? 'the host closed the connection', { cause });
    this.step = step;
    this.tried = tried;
    this.offered = offered;
    this.notes = notes;
  }
}
