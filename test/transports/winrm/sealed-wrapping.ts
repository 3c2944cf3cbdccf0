/** The wrapping of sealed bodies as a host writes and reads it; none of the client's own code. */

/** What seals for the host: our own NTLM, or Kerberos in another process. */
export interface HostSeal {
  readonly protocol: 'SPNEGO' | 'Kerberos';
  seal(message: Buffer): Sealed | Promise<Sealed>;
  open(signature: Buffer, sealed: Buffer): Buffer | Promise<Buffer>;
}

interface Sealed {
  readonly signature: Buffer;
  readonly sealed: Buffer;
}

export const wrappedType = ({ protocol }: HostSeal): string =>
  `multipart/encrypted;protocol="application/HTTP-${protocol}-session-encrypted";boundary="Encrypted Boundary"`;

export async function wrapped(seal: HostSeal, message: Buffer): Promise<Buffer> {
  const { signature, sealed } = await seal.seal(message);
  const head =
    `--Encrypted Boundary\r\n\tContent-Type: application/HTTP-${seal.protocol}-session-encrypted\r\n` +
    `\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=${message.length}\r\n` +
    '--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n';
  const length = Buffer.from([signature.length, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from(head),
    length,
    signature,
    sealed,
    Buffer.from('--Encrypted Boundary--\r\n'),
  ]);
}

/** Throws when the wrapping names another way to log in than was gone. */
export function unwrapped(seal: HostSeal, body: Buffer): Buffer | Promise<Buffer> {
  const head = body.toString('latin1', 0, 400);
  if (!head.includes(`Content-Type: application/HTTP-${seal.protocol}-session-encrypted\r\n`))
    throw new Error('another protocol than that of the login');
  const length = Number(/Length=(\d+)/.exec(head)?.[1]);
  const at = body.indexOf('octet-stream\r\n') + 'octet-stream\r\n'.length;
  const start = at + 4 + body.readUInt32LE(at);
  return seal.open(body.subarray(at + 4, start), body.subarray(start, start + length));
}
