/**
 * What a packet capture shows of the path between two hosts. Packet numbers count from 1 over the whole file, as Wireshark shows
 * them. Sizes are those of IP packets in bytes, the number that an MTU is compared with.
 */
export interface CaptureReport {
  readonly format: 'pcap' | 'pcapng';
  readonly packets: number;
  /** ISO 8601, UTC; '' when there is no packet. */
  readonly from: string;
  readonly to: string;
  /** The file ends in the middle of a packet: where, and after which one. What came before was judged. */
  readonly cutShort?: string;
  /** Packets that are no IP: ARP, spanning tree, or a link type that is not read here. */
  readonly notIp: number;
  readonly conversations: readonly CapturedConversation[];
  /** Conversations that are not listed: those without trouble first. */
  readonly notListed: number;
  /** "Too big" messages about packets of no conversation here: other protocols, or a capture that began later. */
  readonly otherTooBig: readonly TooBigSeen[];
  readonly fragments: FragmentsSeen;
  readonly verdict: CaptureVerdict;
  readonly reasons: readonly string[];
}

/**
 * black-hole: large packets vanish, small ones cross, and nobody said "too big". too-big-ignored: somebody did, and the sender went on.
 * fragments-lost: parts of fragmented packets never came. loss: packets vanish whatever their size. too-big-told: path MTU discovery
 * at work. fine: packets of full size crossed. indeterminate: nothing here tells.
 */
export type CaptureVerdict =
  | 'black-hole'
  | 'too-big-ignored'
  | 'fragments-lost'
  | 'loss'
  | 'too-big-told'
  | 'indeterminate'
  | 'fine';

/** One TCP conversation; `directions` has the one that began it first. */
export interface CapturedConversation {
  readonly family: 'IPv4' | 'IPv6';
  readonly firstPacket: number;
  readonly lastPacket: number;
  readonly packets: number;
  readonly directions: readonly [CapturedDirection, CapturedDirection];
  readonly verdict: CaptureVerdict;
  readonly reasons: readonly string[];
}

export interface CapturedDirection {
  /** `10.0.0.1:49152`, `[2001:db8::1]:443`. */
  readonly from: string;
  readonly to: string;
  readonly packets: number;
  /** What the sender of this direction said in the handshake that it takes; null when the handshake is not in the capture. */
  readonly mss: number | null;
  /** The largest packet with Don't Fragment that was acknowledged. IPv6 never fragments on the way. */
  readonly largestCrossed: PacketSize | null;
  /** The smallest that was sent again and again, and never acknowledged at that size. */
  readonly smallestSwallowed: SwallowedSize | null;
  readonly tooBig: readonly TooBigSeen[];
  /** Packets over the told size that the sender went on sending. */
  readonly ignoredTooBig: PacketList;
  readonly retransmissions: PacketList;
  /** Bytes of the stream that never came by here and were never acknowledged, before packet `before`. */
  readonly missing: readonly { readonly bytes: number; readonly before: number; readonly size: number }[];
  /** Runs of three and more duplicate ACKs that this direction sent: it misses something. The longest may be shorter. */
  readonly duplicateAckRuns: number;
  readonly longestDuplicateAckRun: {
    readonly length: number;
    readonly first: number;
    readonly last: number;
  } | null;
  readonly resets: PacketList;
  /** The capture shows packets before the network adapter cut them: their size on the wire is taken from the handshake. */
  readonly offloaded: boolean;
}

export interface PacketSize {
  readonly size: number;
  readonly packet: number;
}

export interface SwallowedSize extends PacketSize {
  readonly sends: number;
  readonly lastPacket: number;
  /** The same bytes crossed later in smaller packets. */
  readonly crossedSmaller: boolean;
  /** The receiver was heard afterwards: it was alive. */
  readonly peerHeard: boolean;
}

/** How many, and the first of them. */
export interface PacketList {
  readonly count: number;
  readonly first: readonly number[];
}

/** ICMP type 3 code 4, or ICMPv6 Packet Too Big. */
export interface TooBigSeen {
  readonly packet: number;
  readonly router: string;
  /** The size that the router offers; 0 from a router older than RFC 1191. */
  readonly mtu: number;
  /** The packet that was too big, as the message quotes it. */
  readonly about: { readonly from: string; readonly to: string; readonly size: number };
}

export interface FragmentsSeen {
  readonly packets: number;
  readonly holes: number;
  /** The first of the datagrams of which parts are missing. */
  readonly first: readonly FragmentHole[];
}

export interface FragmentHole {
  readonly from: string;
  readonly to: string;
  /** The IP identification that its fragments share. */
  readonly id: number;
  readonly packets: readonly number[];
  /** Bytes of the datagram that are missing; `end` null: the last fragment never came. */
  readonly missing: readonly { readonly start: number; readonly end: number | null }[];
}
