export interface TcpSegment {
  readonly from: number;
  readonly to: number;
  readonly seq: number;
  readonly ack: number;
  readonly window: number;
  readonly isSyn: boolean;
  readonly isFin: boolean;
  readonly isReset: boolean;
  readonly hasAck: boolean;
  /** What it announces; in the handshake only. */
  readonly mss?: number;
  readonly options: number;
  readonly dataLength: number;
  /** In the stream: data, and one each for SYN and FIN. */
  readonly length: number;
}

const END = 0;
const NO_OPERATION = 1;
const MAXIMUM_SEGMENT_SIZE = 2;

/** `length`: of the segment on the wire, of which `bytes` holds at least the header. */
export function readTcp(bytes: Buffer, length: number): TcpSegment | undefined {
  if (bytes.length < 20) return;
  const header = (bytes.readUInt8(12) >> 4) * 4;
  if (header < 20 || header > length) return;
  const flags = bytes.readUInt8(13);
  const [isFin, isSyn] = [(flags & 1) !== 0, (flags & 2) !== 0];
  const mss = isSyn ? mssIn(bytes.subarray(20, header)) : undefined;
  return {
    from: bytes.readUInt16BE(0),
    to: bytes.readUInt16BE(2),
    seq: bytes.readUInt32BE(4),
    ack: bytes.readUInt32BE(8),
    window: bytes.readUInt16BE(14),
    isSyn,
    isFin,
    isReset: (flags & 4) !== 0,
    hasAck: (flags & 16) !== 0,
    ...(mss === undefined ? {} : { mss }),
    options: header - 20,
    dataLength: length - header,
    length: length - header + (isSyn ? 1 : 0) + (isFin ? 1 : 0),
  };
}

function mssIn(options: Buffer): number | undefined {
  for (let at = 0; at < options.length; ) {
    const kind = options.readUInt8(at);
    if (kind === END) return;
    const length = kind === NO_OPERATION ? 1 : (options[at + 1] ?? 0);
    if (length < 1 || (kind !== NO_OPERATION && length < 2)) return;
    if (kind === MAXIMUM_SEGMENT_SIZE && length === 4 && at + 4 <= options.length)
      return options.readUInt16BE(at + 2);
    at += length;
  }
  return;
}

/** How far `to` lies behind `from` in a stream whose numbers begin anew after 2^32. */
export const distance = (from: number, to: number): number => (to - from) | 0;
