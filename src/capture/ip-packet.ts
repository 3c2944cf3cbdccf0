export const ICMP = 1;
export const TCP = 6;
export const ICMPV6 = 58;

export interface IpPacket {
  readonly family: 'IPv4' | 'IPv6';
  /** The addresses' bytes, source first: a key, and what `addressText` reads. */
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  /** Of the whole packet, as its header says it. */
  readonly size: number;
  /** IPv6 routers never fragment. */
  readonly dontFragment: boolean;
  /** IP identification; of a fragment in IPv6, else 0 there. */
  readonly id: number;
  readonly hops: number;
  readonly fragment?: { readonly offset: number; readonly more: boolean };
  /** What was captured of it. */
  readonly payload: Buffer;
  readonly payloadLength: number;
}

/** Undefined for what is cut before the end of its headers, or contradicts itself. `onWire`: bytes of the IP packet in the frame. */
export function readIp(bytes: Buffer, onWire: number): IpPacket | undefined {
  if (bytes.length < 1) return;
  return bytes.readUInt8(0) >> 4 === 4 ? readIpv4(bytes, onWire) : readIpv6(bytes, onWire);
}

function readIpv4(bytes: Buffer, onWire: number): IpPacket | undefined {
  if (bytes.length < 20) return;
  const header = (bytes.readUInt8(0) & 0x0f) * 4;
  // An adapter that cuts large packets itself shows them with a length of 0.
  const size = bytes.readUInt16BE(2) || onWire;
  if (header < 20 || header > bytes.length || size < header) return;
  const flags = bytes.readUInt16BE(6);
  const [offset, more] = [(flags & 0x1fff) * 8, (flags & 0x2000) !== 0];
  return {
    family: 'IPv4',
    source: bytes.toString('latin1', 12, 16),
    destination: bytes.toString('latin1', 16, 20),
    protocol: bytes.readUInt8(9),
    size,
    dontFragment: (flags & 0x4000) !== 0,
    id: bytes.readUInt16BE(4),
    hops: bytes.readUInt8(8),
    ...(offset > 0 || more ? { fragment: { offset, more } } : {}),
    payload: bytes.subarray(header, Math.max(header, Math.min(size, bytes.length))),
    payloadLength: size - header,
  };
}

const FRAGMENT = 44;
/** Hop-by-hop, routing, destination options: type, then length in units of 8 bytes beyond the first. */
const PASSED = new Set([0, 43, 60]);
const MOST_EXTENSIONS = 8;

function readIpv6(bytes: Buffer, onWire: number): IpPacket | undefined {
  if (bytes.length < 40) return;
  const size = bytes.readUInt16BE(4) === 0 ? onWire : bytes.readUInt16BE(4) + 40;
  let protocol = bytes.readUInt8(6);
  let header = 40;
  let id = 0;
  let fragment: IpPacket['fragment'];
  for (let passed = 0; passed < MOST_EXTENSIONS; passed += 1) {
    if (!PASSED.has(protocol) && protocol !== FRAGMENT) break;
    if (bytes.length < header + 8) return;
    if (protocol === FRAGMENT) {
      const flags = bytes.readUInt16BE(header + 2);
      fragment = { offset: flags & 0xfff8, more: (flags & 1) !== 0 };
      id = bytes.readUInt32BE(header + 4);
    }
    const length = protocol === FRAGMENT ? 8 : (bytes.readUInt8(header + 1) + 1) * 8;
    protocol = bytes.readUInt8(header);
    header += length;
    // What follows a later fragment's header is no header.
    if (fragment && fragment.offset > 0) break;
  }
  if (size < header || header > bytes.length) return;
  const isWhole = fragment === undefined || (fragment.offset === 0 && !fragment.more);
  return {
    family: 'IPv6',
    source: bytes.toString('latin1', 8, 24),
    destination: bytes.toString('latin1', 24, 40),
    protocol,
    size,
    dontFragment: true,
    id,
    hops: bytes.readUInt8(7),
    ...(fragment && !isWhole ? { fragment } : {}),
    payload: bytes.subarray(header, Math.max(header, Math.min(size, bytes.length))),
    payloadLength: size - header,
  };
}
