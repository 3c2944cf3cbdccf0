import type { CapturedConversation, CapturedDirection, SwallowedSize, TooBigSeen } from '../model/capture.ts';
import { endpointText } from './address-text.ts';
import { Direction, type Passing, type Sent } from './direction.ts';
import type { IpPacket } from './ip-packet.ts';
import { judgeConversation } from './judge-conversation.ts';
import type { TcpSegment } from './tcp-segment.ts';

/** What a sender sends of one size before we call that size swallowed: once, and twice again. */
const SENDS = 3;
/** Larger is no packet of an Ethernet without jumbo frames, but one that its adapter will cut. */
const ETHERNET_MTU = 1500;
const MOST_MISSING = 10;

/** Both directions of a TCP conversation; the side that began it comes first. */
export class Conversation {
  readonly #family: 'IPv4' | 'IPv6';
  readonly #ends: readonly [string, string];
  readonly #directions = [new Direction(), new Direction()] as const;
  readonly #first: number;
  #last: number;
  #packets = 0;

  constructor(ip: IpPacket, segment: TcpSegment, packet: number) {
    this.#family = ip.family;
    this.#ends = [endpointText(ip.source, segment.from), endpointText(ip.destination, segment.to)];
    this.#first = packet;
    this.#last = packet;
  }

  /** `side`: 0 when the one that began it sends. */
  add(side: 0 | 1, ip: IpPacket, segment: TcpSegment, packet: number, at: number): void {
    const own = this.#directions[side];
    const other = this.#directions[side === 0 ? 1 : 0];
    const size = this.#sizeOnWire(own, other.mss, ip, segment);
    const passing: Passing = { segment, ip, size, packet, at };
    this.#last = packet;
    this.#packets += 1;
    if (own.isCopy(passing)) return;
    own.add(passing);
    if (segment.hasAck && !segment.isReset) other.acknowledge(segment.ack);
  }

  /** A "too big" about a packet that `side` sent. */
  tell(side: 0 | 1, seen: TooBigSeen, at: number): void {
    this.#directions[side].tell(seen, at);
  }

  /** Both sides, or one with a reset, have said their last. */
  get isOver(): boolean {
    return this.#directions.some((each) => each.hasEnded);
  }

  report(): CapturedConversation {
    const [one, other] = this.#directions;
    const directions = [this.#directionReport(one, 0, other), this.#directionReport(other, 1, one)] as const;
    return {
      family: this.#family,
      firstPacket: this.#first,
      lastPacket: this.#last,
      packets: this.#packets,
      directions,
      ...judgeConversation(this.#family, directions),
    };
  }

  /** Options count into what a segment may hold, the header of 20 bytes does not. */
  #sizeOnWire(own: Direction, mss: number | null, ip: IpPacket, segment: TcpSegment): number {
    const headers = ip.size - ip.payloadLength + 20;
    if (mss === null) {
      if (ip.size <= ETHERNET_MTU) return ip.size;
      own.offloaded = true;
      return 0;
    }
    if (segment.dataLength + segment.options <= mss) return ip.size;
    own.offloaded = true;
    return mss + headers;
  }

  #directionReport(own: Direction, side: 0 | 1, other: Direction): CapturedDirection {
    const headers = this.#family === 'IPv4' ? 40 : 60;
    const mss = Math.min(own.mss ?? Number.POSITIVE_INFINITY, other.mss ?? Number.POSITIVE_INFINITY);
    return {
      from: this.#ends[side],
      to: this.#ends[side === 0 ? 1 : 0],
      packets: own.packets,
      mss: own.mss,
      largestCrossed: own.crossed,
      smallestSwallowed: swallowedIn(own, other),
      tooBig: own.tooBig,
      ignoredTooBig: own.ignoredTooBig.list,
      retransmissions: own.retransmissions.list,
      missing: own.missing.holes
        .slice(0, MOST_MISSING)
        .map(({ bytes, before }) => ({ bytes, before, size: Math.min(bytes, mss) + headers })),
      duplicateAckRuns: own.duplicateAcks.runs,
      longestDuplicateAckRun: own.duplicateAcks.longest,
      resets: own.resets.list,
      offloaded: own.offloaded,
    };
  }
}

function swallowedIn(own: Direction, other: Direction): SwallowedSize | null {
  const crossed = own.crossed?.size ?? 0;
  const given = own.givenUp.filter(({ sends, size }) => sends >= SENDS - 1 && size > crossed);
  const waiting = [...own.sent]
    .filter(([seq, { sends }]) => sends >= SENDS && !own.missing.isBefore(seq))
    .map(([, each]) => each);
  const all: readonly Sent[] = [...given, ...waiting].filter(
    ({ dontFragment, size }) => dontFragment && size > 0,
  );
  const [smallest] = all.toSorted((one, two) => one.size - two.size || one.packet - two.packet);
  if (!smallest) return null;
  const { size, packet, sends, lastPacket, crossedSmaller } = smallest;
  return {
    size,
    packet,
    sends,
    lastPacket,
    crossedSmaller,
    peerHeard: crossedSmaller || other.lastPacket > packet,
  };
}
