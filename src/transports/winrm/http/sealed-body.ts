/** Sealed bodies as WinRM wraps them (MS-WSMV 2.2.9.1): lengths are counted, nothing is searched for in sealed bytes. */
import { AnswerLostError } from '../failures.ts';
import type { Seal } from '../login/seal.ts';

const BOUNDARY = '--Encrypted Boundary';
/** Far above what any seal adds. */
const LONGEST_SIGNATURE = 1024;

const protocolOf = ({ protocol }: Seal): string => `application/HTTP-${protocol}-session-encrypted`;

export const plainType = 'application/soap+xml;charset=UTF-8';

export const sealedType = (seal: Seal): string =>
  `multipart/encrypted;protocol="${protocolOf(seal)}";boundary="Encrypted Boundary"`;

export function sealBody(seal: Seal, envelope: Buffer): Buffer {
  const { signature, sealed } = seal.seal(envelope);
  const head = [
    BOUNDARY,
    `\tContent-Type: ${protocolOf(seal)}`,
    `\tOriginalContent: type=${plainType};Length=${envelope.length}`,
    BOUNDARY,
    '\tContent-Type: application/octet-stream',
    '',
  ];
  const length = Buffer.alloc(4);
  length.writeUInt32LE(signature.length);
  return Buffer.concat([
    Buffer.from(head.join('\r\n'), 'latin1'),
    length,
    signature,
    sealed,
    Buffer.from(`${BOUNDARY}--\r\n`, 'latin1'),
  ]);
}

/** Throws AnswerLostError on what is not wrapped this way, SealBrokenError on what was changed. */
export function openBody(seal: Seal, contentType: string, body: Buffer): Buffer {
  if (!/^multipart\/encrypted\b/i.test(contentType.trim()))
    throw new AnswerLostError('the answer is not sealed; it may be from somebody else, and is not read');
  let at = 0;
  const line = (): string => {
    const end = body.indexOf('\r\n', at, 'latin1');
    if (end < 0 || end - at > 500)
      throw new AnswerLostError('the wrapping of the sealed answer cannot be read');
    const text = body.toString('latin1', at, end).trim();
    at = end + 2;
    return text;
  };
  let length: number | undefined;
  for (let text = line(); !/^content-type:\s*application\/octet-stream$/i.test(text); text = line())
    length = Number(/^originalcontent:.*;\s*length=(\d+)$/i.exec(text)?.[1] ?? length ?? Number.NaN);
  const start = at + 4;
  const before = start <= body.length ? body.readUInt32LE(at) : Number.NaN;
  const end = start + before + (length ?? Number.NaN);
  // Exchange writes a space into the boundary; what follows the sealed bytes decides nothing.
  if (!(end <= body.length) || before > LONGEST_SIGNATURE || body.toString('latin1', end, end + 2) !== '--')
    throw new AnswerLostError('the lengths in the sealed answer do not fit');
  return seal.open(body.subarray(start, start + before), body.subarray(start + before, end));
}
