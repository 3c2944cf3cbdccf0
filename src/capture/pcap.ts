import type { ByteStream } from './byte-stream.ts';
import { type CapturedPacket, CutShort, damaged, LARGEST_PACKET } from './captured-packet.ts';

/** The first four bytes as they lie in the file, with what they say of the rest. */
const MAGICS: Readonly<Record<string, { readonly little: boolean; readonly ticks: number }>> = {
  d4c3b2a1: { little: true, ticks: 1e6 },
  a1b2c3d4: { little: false, ticks: 1e6 },
  '4d3cb2a1': { little: true, ticks: 1e9 },
  a1b23c4d: { little: false, ticks: 1e9 },
};

const HEADER = 20;
const RECORD = 16;

export const isPcap = (magic: Buffer): boolean => MAGICS[magic.toString('hex')] !== undefined;

/** The classic format (draft-ietf-opsawg-pcap), both byte orders, micro- and nanoseconds. The magic number has been taken. */
export async function* readPcap(stream: ByteStream, magic: Buffer): AsyncGenerator<CapturedPacket> {
  const { little, ticks } = MAGICS[magic.toString('hex')] ?? { little: true, ticks: 1e6 };
  const u32 = (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const header = await stream.take(HEADER);
  if (header.length < HEADER) throw damaged(stream.offset, 'it ends inside its header');
  const version = little ? header.readUInt16LE(0) : header.readUInt16BE(0);
  if (version !== 2) throw damaged(4, `it says that its version is ${version}; 2 is read`);
  // The upper bits say whether frames end with a checksum.
  const linkType = u32(header, 16) & 0xffff;
  for (let number = 1; ; number += 1) {
    const at = stream.offset;
    const record = await stream.take(RECORD);
    if (record.length === 0) return;
    if (record.length < RECORD) throw new CutShort(stream.offset);
    const [seconds, fraction] = [u32(record, 0), u32(record, 4)];
    const [captured, length] = [u32(record, 8), u32(record, 12)];
    if (captured > LARGEST_PACKET) throw damaged(at, `packet ${number} says that it has ${captured} bytes`);
    const bytes = await stream.take(captured);
    if (bytes.length < captured) throw new CutShort(stream.offset);
    yield { number, at: seconds + fraction / ticks, linkType, length, bytes };
  }
}
