/** The wrapping of sealed bodies as a host writes and reads it; none of the client's own code. */
import type { MessageSeal } from '../../../src/transports/winrm/ntlm/message-seal.ts';

const HEAD =
  '--Encrypted Boundary\r\n\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=';

export function wrapped(seal: MessageSeal, message: Buffer): Buffer {
  const { signature, sealed } = seal.seal(message);
  const head = `${HEAD}${message.length}\r\n--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n`;
  const tail = '--Encrypted Boundary--\r\n';
  return Buffer.concat([Buffer.from(head), Buffer.from([16, 0, 0, 0]), signature, sealed, Buffer.from(tail)]);
}

export function unwrapped(seal: MessageSeal, body: Buffer): Buffer {
  const length = Number(/Length=(\d+)/.exec(body.toString('latin1', 0, 400))?.[1]);
  const start = body.indexOf('octet-stream\r\n') + 'octet-stream\r\n'.length + 4;
  return seal.open(body.subarray(start, start + 16), body.subarray(start + 16, start + 16 + length));
}
