/** One interface of a pcapng section: how its packets are to be read. */
export interface PcapngInterface {
  readonly linkType: number;
  readonly snapLength: number;
  /** Ticks of its timestamps in a second. */
  readonly ticks: number;
  /** Seconds to add to its timestamps. */
  readonly offset: number;
}

const TIME_RESOLUTION = 9;
const TIME_OFFSET = 14;

/** The body of an interface description block; undefined when it is too short. Options that do not fit are none. */
export function readInterface(body: Buffer, little: boolean): PcapngInterface | undefined {
  if (body.length < 8) return;
  const u16 = (at: number) => (little ? body.readUInt16LE(at) : body.readUInt16BE(at));
  const snapLength = little ? body.readUInt32LE(4) : body.readUInt32BE(4);
  let ticks = 1e6;
  let offset = 0;
  for (let at = 8; at + 4 <= body.length; ) {
    const [code, length] = [u16(at), u16(at + 2)];
    if (code === 0 || at + 4 + length > body.length) break;
    if (code === TIME_RESOLUTION && length >= 1) ticks = ticksOf(body.readUInt8(at + 4));
    if (code === TIME_OFFSET && length >= 8)
      offset = Number(little ? body.readBigInt64LE(at + 4) : body.readBigInt64BE(at + 4));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return { linkType: u16(0), snapLength, ticks, offset };
}

/** The top bit says whether the rest is a negative power of 2 or of 10. */
const ticksOf = (resolution: number): number =>
  resolution & 0x80 ? 2 ** (resolution & 0x7f) : 10 ** (resolution & 0x7f);
