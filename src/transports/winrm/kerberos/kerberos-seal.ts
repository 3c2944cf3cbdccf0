import { type Seal, SealBrokenError } from '../login/seal.ts';
import type { GssContext } from './gss-context.ts';
import { GssFailure } from './gssapi.ts';

/** RFC 4121, 4.2.6.2: 16 bytes of token header, of which 4 and 5 are EC, 6 and 7 RRC. */
const HEADER = 16;
const CONFOUNDER = 16;
const [EC, RRC] = [4, 6];

/** Another kind of token than AES has: RC4 and DES lay theirs out differently, and are not gone on with. */
export class UnsealableError extends Error {}

/** What a context seals, as WinRM wants it: in front all that is added, then as many bytes as the message has. */
export class KerberosSeal implements Seal {
  readonly protocol: Seal['protocol'];
  readonly #context: GssContext;

  constructor(context: GssContext, protocol: Seal['protocol']) {
    this.#context = context;
    this.protocol = protocol;
  }

  seal(message: Buffer): { readonly signature: Buffer; readonly sealed: Buffer } {
    return inFront(this.#context.wrap(message), message.length);
  }

  open(signature: Buffer, sealed: Buffer): Buffer {
    try {
      const message = this.#context.unwrap(Buffer.concat([signature, sealed]));
      if (message.length !== sealed.length) throw new SealBrokenError('a sealed message has another length');
      return message;
    } catch (cause) {
      if (!(cause instanceof GssFailure)) throw cause;
      throw new SealBrokenError(`the seal of a message does not hold (${cause.message})`, { cause });
    }
  }
}

/**
 * Turns what follows the token header to the right until the end of the message is the end of the token: header, checksum and the sealed
 * copy of the header stand in front then, with the confounder. That is what gss_wrap_iov makes when it has no buffer for a trailer. Libraries
 * turn their tokens by amounts of their own (MIT not at all); it is taken back first. Throws UnsealableError.
 */
export function inFront(
  token: Buffer,
  messageLength: number,
): { readonly signature: Buffer; readonly sealed: Buffer } {
  if (token.length < HEADER || token.readUInt16BE(0) !== 0x0504)
    throw new UnsealableError('the ticket has a key of RC4 or DES');
  const added = token.length - messageLength;
  const behind = added - HEADER - CONFOUNDER;
  if (token.readUInt16BE(EC) !== 0 || behind <= 0)
    throw new UnsealableError('the library adds filler to what it seals');
  const header = Buffer.from(token.subarray(0, HEADER));
  const body = turnedRight(token.subarray(HEADER), behind - header.readUInt16BE(RRC));
  header.writeUInt16BE(behind, RRC);
  const whole = Buffer.concat([header, body]);
  return { signature: whole.subarray(0, added), sealed: whole.subarray(added) };
}

function turnedRight(bytes: Buffer, by: number): Buffer {
  const right = ((by % bytes.length) + bytes.length) % bytes.length;
  const at = bytes.length - right;
  return Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)]);
}
