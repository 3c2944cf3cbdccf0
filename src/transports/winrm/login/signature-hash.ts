/** Signature algorithms by the DER of their object identifier; RFC 5929 wants SHA-256 in place of MD5 and SHA-1. */
const signatures: Readonly<Record<string, string>> = {
  '2a864886f70d01010b': 'sha256', // sha256WithRSAEncryption
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
  '2a864886f70d01010e': 'sha224',
  '2a8648ce3d040301': 'sha224', // ecdsa-with-SHA224
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
  '608648016503040301': 'sha224', // dsa-with-sha224
  '608648016503040302': 'sha256',
};

const RSASSA_PSS = '2a864886f70d01010a';

const hashes: Readonly<Record<string, string>> = {
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
  '608648016503040204': 'sha224',
};

const FIRST = 0xa0;

/**
 * The hash that a certificate (DER) was signed with, by the name that node:crypto knows it by; SHA-256 for MD5, SHA-1 and for algorithms
 * without a hash of their own (Ed25519). Read from the DER, for X509Certificate of Node 22 does not tell it.
 */
export function signatureHash(certificate: Buffer): string {
  const [, algorithm] = membersOf(elementAt(certificate, 0).content);
  const [identifier, parameters] = membersOf(algorithm?.content ?? Buffer.alloc(0));
  const name = identifier?.content.toString('hex') ?? '';
  if (name !== RSASSA_PSS) return signatures[name] ?? 'sha256';
  const hash = membersOf(parameters?.content ?? Buffer.alloc(0)).find(({ tag }) => tag === FIRST);
  const [inside] = membersOf(hash?.content ?? Buffer.alloc(0));
  const [hashName] = membersOf(inside?.content ?? Buffer.alloc(0));
  return hashes[hashName?.content.toString('hex') ?? ''] ?? 'sha256';
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
  readonly end: number;
}

function membersOf(content: Buffer): readonly Element[] {
  const members: Element[] = [];
  for (let at = 0; at < content.length; at = members.at(-1)?.end ?? content.length)
    members.push(elementAt(content, at));
  return members;
}

/** Certificates come out of a TLS handshake that has read them already: what does not fit here is a bug, not an attack. */
function elementAt(bytes: Buffer, at: number): Element {
  const tag = bytes.readUInt8(at);
  const short = bytes.readUInt8(at + 1);
  const size = short < 0x80 ? 0 : short & 0x7f;
  const length = size === 0 ? short : bytes.readUIntBE(at + 2, size);
  const start = at + 2 + size;
  return { tag, content: bytes.subarray(start, start + length), end: start + length };
}
