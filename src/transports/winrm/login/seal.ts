/** What a login leaves to seal bodies with, whichever way it was. */
export interface Seal {
  /** As the wrapping of sealed bodies names it: how tokens were exchanged, not which mechanism it came to. */
  readonly protocol: 'SPNEGO' | 'Kerberos';
  /** `signature` is what is added, in front; `sealed` has the length of the message. */
  seal(message: Buffer): { readonly signature: Buffer; readonly sealed: Buffer };
  /** Throws SealBrokenError. */
  open(signature: Buffer, sealed: Buffer): Buffer;
}

/** A sealed message that was changed on the way, or was sealed with another key, or came out of turn. */
export class SealBrokenError extends Error {}
