import type { ByteStream } from './byte-stream.ts';
import { type CapturedPacket, CutShort, damaged, LARGEST_PACKET } from './captured-packet.ts';
import { type PcapngInterface, readInterface } from './pcapng-interface.ts';

const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
/** Numbered by Wireshark like packets, and none for us: journal entries, system calls, blocks of a maker's own. */
const NUMBERED = new Set([9, 0x204, 0x208, 0x216, 0x219, 0x221, 0xbad, 0x40000bad]);

const SMALLEST_BLOCK = 12;
const LARGEST_BLOCK = 64 * 1024 * 1024;
const LARGEST_READ = LARGEST_PACKET + 65_536;
const MOST_INTERFACES = 10_000;

export const isPcapng = (magic: Buffer): boolean => magic.toString('hex') === '0a0d0d0a';

interface Section {
  readonly little: boolean;
  readonly interfaces: PcapngInterface[];
}

/** draft-ietf-opsawg-pcapng: any number of sections, each with its byte order and interfaces. The first block's type has been taken. */
export async function* readPcapng(stream: ByteStream): AsyncGenerator<CapturedPacket> {
  let section = await beginSection(stream);
  let number = 0;
  while (true) {
    const at = stream.offset;
    const head = await stream.take(4);
    if (head.length === 0) return;
    if (head.length < 4) throw new CutShort(stream.offset);
    // The same in both byte orders.
    if (isPcapng(head)) {
      section = await beginSection(stream);
      continue;
    }
    const { little, interfaces } = section;
    const type = u32(head, 0, little);
    const bodyLength = await readBodyLength(stream, at, little);
    const wanted = [INTERFACE, OLD_PACKET, SIMPLE_PACKET, ENHANCED_PACKET].includes(type);
    if (wanted && bodyLength > LARGEST_READ) throw damaged(at, `a block of ${bodyLength} bytes`);
    // The packet is valid until the next read: the block's end is looked at when it has been used.
    const body = wanted ? await stream.take(bodyLength) : undefined;
    const got = body ? body.length : await stream.skip(bodyLength);
    if (got < bodyLength) throw new CutShort(stream.offset);
    if (body && type === INTERFACE) addInterface(interfaces, body, little, at);
    else if (body) yield packetOf(type, body, ++number, section, at);
    else if (NUMBERED.has(type)) number += 1;
    await endBlock(stream, at, little, bodyLength);
  }
}

async function beginSection(stream: ByteStream): Promise<Section> {
  const at = stream.offset - 4;
  const head = await stream.take(8);
  if (head.length < 8) throw new CutShort(stream.offset);
  const little = head.readUInt32LE(4) === 0x1a2b3c4d;
  if (!little && head.readUInt32BE(4) !== 0x1a2b3c4d) throw damaged(at, 'a section without byte order');
  const rest = u32(head, 0, little) - SMALLEST_BLOCK - 4;
  if (rest < 0 || rest > LARGEST_BLOCK || rest % 4 !== 0)
    throw damaged(at, `a section header of ${rest + SMALLEST_BLOCK + 4} bytes`);
  if ((await stream.skip(rest)) < rest) throw new CutShort(stream.offset);
  await endBlock(stream, at, little, rest + 4);
  return { little, interfaces: [] };
}

async function readBodyLength(stream: ByteStream, at: number, little: boolean): Promise<number> {
  const bytes = await stream.take(4);
  if (bytes.length < 4) throw new CutShort(stream.offset);
  const length = u32(bytes, 0, little);
  if (length < SMALLEST_BLOCK || length > LARGEST_BLOCK || length % 4 !== 0)
    throw damaged(at, `a block that says it has ${length} bytes`);
  return length - SMALLEST_BLOCK;
}

/** A block says its length twice, so that a file can be read from behind; a difference means that we are lost. */
async function endBlock(stream: ByteStream, at: number, little: boolean, bodyLength: number): Promise<void> {
  const bytes = await stream.take(4);
  if (bytes.length < 4) throw new CutShort(stream.offset);
  if (u32(bytes, 0, little) !== bodyLength + SMALLEST_BLOCK)
    throw damaged(at, 'a block whose two lengths differ');
}

function addInterface(interfaces: PcapngInterface[], body: Buffer, little: boolean, at: number): void {
  const found = readInterface(body, little);
  if (!found || interfaces.length >= MOST_INTERFACES) throw damaged(at, 'an interface that cannot be read');
  interfaces.push(found);
}

function packetOf(
  type: number,
  body: Buffer,
  number: number,
  { little, interfaces }: Section,
  at: number,
): CapturedPacket {
  const isSimple = type === SIMPLE_PACKET;
  const header = isSimple ? 4 : 20;
  if (body.length < header) throw damaged(at, `packet ${number} is too short to be one`);
  const which = isSimple ? 0 : type === OLD_PACKET ? u16(body, 0, little) : u32(body, 0, little);
  const source = interfaces[which];
  if (!source) throw damaged(at, `packet ${number} is of interface ${which}, which was not described`);
  const length = u32(body, isSimple ? 0 : 16, little);
  const captured = isSimple ? Math.min(length, source.snapLength || length) : u32(body, 12, little);
  if (captured > body.length - header) throw damaged(at, `packet ${number} is larger than its block`);
  const ticks = isSimple ? 0 : u32(body, 4, little) * 2 ** 32 + u32(body, 8, little);
  return {
    number,
    at: isSimple ? 0 : ticks / source.ticks + source.offset,
    linkType: source.linkType,
    length,
    bytes: body.subarray(header, header + captured),
  };
}

const u32 = (bytes: Buffer, at: number, little: boolean): number =>
  little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
const u16 = (bytes: Buffer, at: number, little: boolean): number =>
  little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
