import type { TooBigSeen } from '../model/capture.ts';
import { DuplicateAcks } from './duplicate-acks.ts';
import type { IpPacket } from './ip-packet.ts';
import { Missing } from './missing.ts';
import { PacketCounter } from './packet-counter.ts';
import { distance, type TcpSegment } from './tcp-segment.ts';

/** Segments in flight that are followed, and sizes given up that are remembered. */
const MOST_SENT = 256;
const MOST_GIVEN_UP = 64;
const MOST_TOLD = 10;
/** So long after "too big" packets may still be on their way. */
const GRACE = 1;

/** A segment on its way, under the number its bytes begin with. */
export interface Sent {
  readonly end: number;
  readonly size: number;
  readonly dontFragment: boolean;
  readonly packet: number;
  readonly id: number;
  readonly hops: number;
  readonly sends: number;
  readonly lastPacket: number;
  readonly crossedSmaller: boolean;
}

/** A segment that passes the place of the capture. `size`: what it has on the wire. */
export interface Passing {
  readonly segment: TcpSegment;
  readonly ip: IpPacket;
  readonly size: number;
  readonly packet: number;
  readonly at: number;
}

/** What one side of a TCP conversation sends, and how far the other side has acknowledged it. */
export class Direction {
  packets = 0;
  mss: number | null = null;
  offloaded = false;
  hasEnded = false;
  lastPacket = 0;
  crossed: { readonly size: number; readonly packet: number } | null = null;
  readonly givenUp: Sent[] = [];
  readonly tooBig: TooBigSeen[] = [];
  readonly ignoredTooBig = new PacketCounter();
  readonly retransmissions = new PacketCounter();
  readonly resets = new PacketCounter();
  readonly duplicateAcks = new DuplicateAcks();
  readonly missing = new Missing();
  readonly sent = new Map<number, Sent>();
  #next: number | undefined;
  #acknowledged: number | undefined;
  #told: { readonly mtu: number; readonly since: number } | undefined;
  #lastAck = { id: 0, hops: 0, ack: -1 };

  /** True when the same packet passed already: a capture on two interfaces, or a mirrored port. */
  isCopy({ segment, ip }: Passing): boolean {
    const same = (id: number, hops: number) => (ip.id !== 0 && ip.id === id) || hops !== ip.hops;
    if (segment.length > 0) {
      const before = this.sent.get(segment.seq);
      return before !== undefined && distance(segment.seq, before.end) === segment.length
        ? same(before.id, before.hops)
        : false;
    }
    const { id, hops, ack } = this.#lastAck;
    this.#lastAck = { id: ip.id, hops: ip.hops, ack: segment.ack };
    return ack === segment.ack && same(id, hops);
  }

  add(passing: Passing): void {
    const { segment, packet } = passing;
    this.packets += 1;
    this.lastPacket = packet;
    if (segment.mss !== undefined) this.mss = segment.mss;
    if (segment.isFin || segment.isReset) this.hasEnded = true;
    if (segment.isReset) {
      this.resets.add(packet);
      return;
    }
    if (segment.hasAck) this.duplicateAcks.add(segment, packet);
    if (segment.length > 0) this.#send(passing);
  }

  /** The other side has everything up to `ack`. */
  acknowledge(ack: number): void {
    if (this.#acknowledged !== undefined && distance(this.#acknowledged, ack) <= 0) return;
    this.#acknowledged = ack;
    this.missing.forgetBefore(ack);
    for (const [seq, sent] of this.sent) {
      if (distance(sent.end, ack) < 0) continue;
      this.sent.delete(seq);
      if (sent.dontFragment && sent.size > (this.crossed?.size ?? 0))
        this.crossed = { size: sent.size, packet: sent.packet };
    }
  }

  /** Somebody on the way says that a packet of this direction was too big. */
  tell(seen: TooBigSeen, at: number): void {
    if (this.tooBig.length < MOST_TOLD) this.tooBig.push(seen);
    if (seen.mtu >= 68 && seen.mtu < (this.#told?.mtu ?? Number.POSITIVE_INFINITY))
      this.#told = { mtu: seen.mtu, since: this.#told?.since ?? at };
  }

  #send(passing: Passing): void {
    const { segment, packet, at, size, ip } = passing;
    if (this.#told && ip.dontFragment && size > this.#told.mtu && at > this.#told.since + GRACE)
      this.ignoredTooBig.add(packet);
    const end = (segment.seq + segment.length) >>> 0;
    const ahead = this.#next === undefined ? 0 : distance(this.#next, segment.seq);
    if (ahead >= 0) {
      if (this.#next !== undefined && ahead > 0) this.missing.add(this.#next, segment.seq, packet);
      this.#next = end;
      this.#follow(passing, end);
      return;
    }
    // A single old byte asks whether the other side still lives.
    if (ahead === -1 && segment.dataLength <= 1 && !segment.isSyn && !segment.isFin) return;
    if (this.#next !== undefined && distance(this.#next, end) > 0) this.#next = end;
    // What fills a hole passes here for the first time.
    if (!this.missing.fill(segment.seq, end)) this.retransmissions.add(packet);
    this.#giveUpLarger(segment.seq, end, passing.size);
    if (this.#acknowledged === undefined || distance(this.#acknowledged, end) > 0) this.#follow(passing, end);
  }

  /** Bytes that went again in smaller pieces: an acknowledgement of them proves the pieces only, wherever those begin. */
  #giveUpLarger(start: number, end: number, size: number): void {
    for (const [seq, sent] of this.sent) {
      const isTouched = distance(seq, end) > 0 && distance(start, sent.end) > 0;
      if (!isTouched || size >= sent.size || seq === start) continue;
      this.sent.delete(seq);
      if (this.givenUp.length < MOST_GIVEN_UP) this.givenUp.push({ ...sent, crossedSmaller: true });
    }
  }

  #follow({ segment, ip, size, packet }: Passing, end: number): void {
    const before = this.sent.get(segment.seq);
    const isSmaller = before !== undefined && size < before.size;
    if (before && isSmaller && this.givenUp.length < MOST_GIVEN_UP)
      this.givenUp.push({ ...before, crossedSmaller: true });
    if (!before && this.sent.size >= MOST_SENT) return;
    const again = before !== undefined && !isSmaller;
    this.sent.set(segment.seq, {
      end,
      size,
      dontFragment: ip.dontFragment,
      packet: again ? before.packet : packet,
      id: ip.id,
      hops: ip.hops,
      sends: again ? before.sends + 1 : 1,
      lastPacket: packet,
      crossedSmaller: false,
    });
  }
}
