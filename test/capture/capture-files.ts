import { analyseCapture } from '../../src/capture/analyse-capture.ts';
import type { CaptureReport } from '../../src/model/capture.ts';

/** How IP packets are laid down in a file. */
export interface Container {
  readonly name: string;
  write(packets: readonly Buffer[]): Buffer;
}

const ethernet = (packet: Buffer, ...tags: number[]): Buffer => {
  const tagged = tags.flatMap((tag) => [tag >> 8, tag & 0xff, 0, 7]);
  const type = packet.readUInt8(0) >> 4 === 4 ? [8, 0] : [0x86, 0xdd];
  const frame = Buffer.concat([Buffer.alloc(12), Buffer.from([...tagged, ...type]), packet]);
  // The smallest frame has 60 bytes: what stands behind the packet is none of it.
  return frame.length < 60 ? Buffer.concat([frame, Buffer.alloc(60 - frame.length, 0xee)]) : frame;
};
const typeOf = (packet: Buffer): number => (packet.readUInt8(0) >> 4 === 4 ? 0x0800 : 0x86dd);
const cooked = (packet: Buffer): Buffer => {
  const head = Buffer.alloc(16);
  head.writeUInt16BE(typeOf(packet), 14);
  return Buffer.concat([head, packet]);
};
const cooked2 = (packet: Buffer): Buffer => {
  const head = Buffer.alloc(20);
  head.writeUInt16BE(typeOf(packet), 0);
  return Buffer.concat([head, packet]);
};
const pppoe = (packet: Buffer): Buffer =>
  Buffer.concat([Buffer.alloc(12), Buffer.from('886411000001ffff', 'hex'), Buffer.from([0, 0x21]), packet]);

interface Writing {
  readonly linkType: number;
  readonly frame: (packet: Buffer) => Buffer;
  readonly little?: boolean;
  readonly nano?: boolean;
  /** What the file keeps of a frame. */
  readonly snap?: number;
}

const START = 1_288_076_400;

const words = (little: boolean, ...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [at, number] of numbers.entries())
    if (little) bytes.writeUInt32LE(number >>> 0, at * 4);
    else bytes.writeUInt32BE(number >>> 0, at * 4);
  return bytes;
};

/** A packet every 0.1 s. */
function pcap({ linkType, frame, little = true, nano = false, snap = 65_535 }: Writing): Container['write'] {
  return (packets) => {
    const version = little ? 0x0004_0002 : 0x0002_0004;
    const head = words(little, nano ? 0xa1b23c4d : 0xa1b2c3d4, version, 0, 0, snap, linkType);
    const records = packets.flatMap((packet, at) => {
      const bytes = frame(packet);
      const kept = bytes.subarray(0, snap);
      const fraction = (at % 10) * (nano ? 1e8 : 1e5);
      return [words(little, START + Math.floor(at / 10), fraction, kept.length, bytes.length), kept];
    });
    return Buffer.concat([head, ...records]);
  };
}

export const block = (little: boolean, type: number, body: Buffer): Buffer => {
  const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
  const length = padded.length + 12;
  return Buffer.concat([words(little, type, length), padded, words(little, length)]);
};

/** `head` blocks of a section with one interface of nanoseconds. */
export const section = (little: boolean, linkType: number): Buffer => {
  const resolution = little ? Buffer.from('0900010009000000', 'hex') : Buffer.from('0009000109000000', 'hex');
  const description = words(little, little ? linkType : linkType << 16, 0);
  return Buffer.concat([
    block(little, 0x0a0d0d0a, words(little, 0x1a2b3c4d, little ? 1 : 0x10000, 0xffffffff, 0xffffffff)),
    block(little, 1, Buffer.concat([description, resolution])),
  ]);
};

function pcapng({ linkType, frame, little = true }: Writing): Container['write'] {
  return (packets) => {
    const blocks = packets.map((packet, at) => {
      const bytes = frame(packet);
      const time = BigInt(START) * 1_000_000_000n + BigInt(at) * 100_000_000n;
      const head = words(
        little,
        0,
        Number(time >> 32n),
        Number(time & 0xffffffffn),
        bytes.length,
        bytes.length,
      );
      return block(little, 6, Buffer.concat([head, bytes]));
    });
    return Buffer.concat([section(little, linkType), ...blocks]);
  };
}

const raw = (packet: Buffer): Buffer => packet;

export const containers: readonly Container[] = [
  { name: 'pcap', write: pcap({ linkType: 1, frame: ethernet }) },
  { name: 'pcap, big endian', write: pcap({ linkType: 1, frame: ethernet, little: false }) },
  { name: 'pcap, nanoseconds', write: pcap({ linkType: 1, frame: ethernet, nano: true }) },
  {
    name: 'pcap, nanoseconds, big endian',
    write: pcap({ linkType: 1, frame: ethernet, nano: true, little: false }),
  },
  { name: 'pcap, snapped', write: pcap({ linkType: 1, frame: ethernet, snap: 96 }) },
  { name: 'VLAN', write: pcap({ linkType: 1, frame: (packet) => ethernet(packet, 0x8100) }) },
  { name: 'QinQ', write: pcap({ linkType: 1, frame: (packet) => ethernet(packet, 0x88a8, 0x8100) }) },
  { name: 'PPPoE', write: pcap({ linkType: 1, frame: pppoe }) },
  { name: 'Linux cooked', write: pcap({ linkType: 113, frame: cooked }) },
  { name: 'Linux cooked 2', write: pcap({ linkType: 276, frame: cooked2 }) },
  { name: 'raw IP', write: pcap({ linkType: 101, frame: raw }) },
  { name: 'pcapng', write: pcapng({ linkType: 1, frame: ethernet }) },
  { name: 'pcapng, big endian', write: pcapng({ linkType: 1, frame: ethernet, little: false }) },
  { name: 'pcapng, raw IP', write: pcapng({ linkType: 101, frame: raw }) },
];

export const enhanced = (little: boolean, packet: Buffer): Buffer =>
  block(little, 6, Buffer.concat([words(little, 0, 0, 1, packet.length, packet.length), packet]));

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const analyse = (bytes: Buffer, pieces = 65_536): Promise<CaptureReport> =>
  analyseCapture(inPieces(bytes, pieces));

/** The packets of a scene, judged from an ordinary file. */
export const judgeScene = (packets: readonly Buffer[]): Promise<CaptureReport> =>
  analyse(pcap({ linkType: 101, frame: raw })(packets));
