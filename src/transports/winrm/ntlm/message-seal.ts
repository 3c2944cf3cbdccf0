import { timingSafeEqual } from 'node:crypto';
import { type Seal, SealBrokenError } from '../login/seal.ts';
import { type Direction, hmacMd5, sessionKey } from './keys.ts';
import { Rc4 } from './rc4.ts';

const VERSION = 1;
const SIGNATURE = 16;

interface Way {
  readonly signKey: Buffer;
  readonly stream: Rc4;
  sequence: number;
}

/**
 * Seals and opens the messages of one connection (MS-NLMP 3.4.3 and 3.4.4.2, with extended session security and key exchange).
 * Both streams go on from message to message: messages must be opened in the order in which they were sealed, none left out.
 */
export class MessageSeal implements Seal {
  readonly protocol = 'SPNEGO';
  readonly #out: Way;
  readonly #in: Way;

  /** `exported` is the session key that client and server agreed on. */
  constructor(exported: Buffer, role: 'client' | 'server') {
    const [out, back]: [Direction, Direction] =
      role === 'client' ? ['client-to-server', 'server-to-client'] : ['server-to-client', 'client-to-server'];
    this.#out = wayOf(exported, out);
    this.#in = wayOf(exported, back);
  }

  seal(message: Buffer): { readonly signature: Buffer; readonly sealed: Buffer } {
    const sealed = this.#out.stream.update(message);
    return { signature: sign(this.#out, message), sealed };
  }

  open(signature: Buffer, sealed: Buffer): Buffer {
    const message = this.#in.stream.update(sealed);
    const expected = sign(this.#in, message);
    if (signature.length !== SIGNATURE || !timingSafeEqual(signature, expected))
      throw new SealBrokenError('the seal of a message does not hold');
    return message;
  }
}

function wayOf(exported: Buffer, direction: Direction): Way {
  const sealKey = sessionKey(exported, direction, 'sealing');
  const way = { signKey: sessionKey(exported, direction, 'signing'), stream: new Rc4(sealKey), sequence: 0 };
  sealKey.fill(0);
  return way;
}

/** The checksum runs through the same stream as the message, after it. */
function sign(way: Way, message: Buffer): Buffer {
  const sequence = Buffer.alloc(4);
  sequence.writeUInt32LE(way.sequence);
  way.sequence = (way.sequence + 1) >>> 0;
  const checksum = hmacMd5(way.signKey, sequence, message).subarray(0, 8);
  const version = Buffer.alloc(4);
  version.writeUInt32LE(VERSION);
  return Buffer.concat([version, way.stream.update(checksum), sequence]);
}
