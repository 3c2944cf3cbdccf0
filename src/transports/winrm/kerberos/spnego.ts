/** The two messages of SPNEGO (RFC 4178) around Kerberos' own. Kerberos is the only mechanism offered: there is nothing to choose, or to take away. */

export class SpnegoError extends Error {}

const SPNEGO = Buffer.from('06062b0601050502', 'hex');
const KRB5 = Buffer.from('06092a864886f712010202', 'hex');

const Tag = {
  application: 0x60,
  sequence: 0x30,
  octets: 0x04,
  first: 0xa0,
  second: 0xa1,
  third: 0xa2,
} as const;

/** NegTokenInit with Kerberos' first token in it. */
export const spnegoInit = (token: Buffer): Buffer => {
  const mechanisms = der(Tag.first, der(Tag.sequence, KRB5));
  const first = der(Tag.third, der(Tag.octets, token));
  return der(Tag.application, SPNEGO, der(Tag.first, der(Tag.sequence, mechanisms, first)));
};

/** Kerberos' token in a NegTokenResp, empty when it carries none. Throws SpnegoError. */
export function spnegoAnswer(message: Buffer): Buffer {
  // Servers may answer with Kerberos' token as it is.
  if (message[0] === Tag.application) return message;
  const [answer] = elements(message);
  if (answer?.tag !== Tag.second) throw new SpnegoError('its answer is no message of SPNEGO');
  const [sequence] = elements(answer.content);
  const token = elements(sequence?.content ?? Buffer.alloc(0)).find(({ tag }) => tag === Tag.third);
  const [octets] = elements(token?.content ?? Buffer.alloc(0));
  return octets?.tag === Tag.octets ? octets.content : Buffer.alloc(0);
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), derLength(content.length), content]);
}

function derLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
  const written = Buffer.alloc(1 + bytes);
  written[0] = 0x80 | bytes;
  written.writeUIntBE(length, 1, bytes);
  return written;
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/** What comes from a stranger: every length is looked at. */
function elements(bytes: Buffer): readonly Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag = 0, short] = bytes.subarray(at, at + 2);
    const size = short !== undefined && short > 0x80 ? short & 0x7f : 0;
    const start = at + 2 + size;
    if (short === undefined || short === 0x80 || size > 3 || start > bytes.length) throw cut();
    const length = size === 0 ? short : bytes.readUIntBE(at + 2, size);
    if (start + length > bytes.length) throw cut();
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

const cut = (): SpnegoError => new SpnegoError('its answer by SPNEGO cannot be read');
