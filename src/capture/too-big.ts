import { ICMP, ICMPV6, type IpPacket, readIp } from './ip-packet.ts';

/** A router's "too big", with the packet it is about. */
export interface TooBig {
  readonly mtu: number;
  readonly quoted: IpPacket;
}

const UNREACHABLE = 3;
const FRAGMENTATION_NEEDED = 4;
const PACKET_TOO_BIG = 2;
const HEADER = 8;

/** ICMP type 3 code 4 (RFC 1191), ICMPv6 type 2 (RFC 4443); undefined for every other packet. */
export function readTooBig({ protocol, payload }: IpPacket): TooBig | undefined {
  if ((protocol !== ICMP && protocol !== ICMPV6) || payload.length < HEADER) return;
  const [type, code] = [payload.readUInt8(0), payload.readUInt8(1)];
  const isTooBig =
    protocol === ICMP ? type === UNREACHABLE && code === FRAGMENTATION_NEEDED : type === PACKET_TOO_BIG;
  if (!isTooBig) return;
  // The quotation is cut; its own header says how large the packet was.
  const inside = payload.subarray(HEADER);
  const quoted = readIp(inside, inside.length);
  if (!quoted) return;
  return { mtu: protocol === ICMP ? payload.readUInt16BE(6) : payload.readUInt32BE(4), quoted };
}
