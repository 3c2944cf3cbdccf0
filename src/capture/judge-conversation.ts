import type { CapturedConversation, CapturedDirection, CaptureVerdict } from '../model/capture.ts';
import { counted } from '../model/printable.ts';

type Judged = Pick<CapturedConversation, 'verdict' | 'reasons'>;

/** Worst first: what is told of a whole. */
export const WORST_FIRST: readonly CaptureVerdict[] = [
  'black-hole',
  'too-big-ignored',
  'fragments-lost',
  'loss',
  'too-big-told',
  'fine',
  'indeterminate',
];

/** Fewer lost packets are any network's. */
const LOSSES = 3;
const LOSS_SHARE = 0.01;
/** One duplicate ACK is a packet that was overtaken. */
const ASKED_AGAIN = 2;
/** Headers of TCP without options; what a full packet may be short of because data ended. */
const SHORT_OF_FULL = 12;
/** What every way carries (RFC 1122, RFC 8200): nothing of that size is lost for its size. */
const ALWAYS_FITS = { IPv4: 576, IPv6: 1280 } as const;

/** The worse of both directions; large packets that crossed in one of them are enough for "fine". */
export function judgeConversation(
  family: 'IPv4' | 'IPv6',
  directions: readonly [CapturedDirection, CapturedDirection],
): Judged {
  const [one, other] = directions;
  const judged = [judge(family, one, other), judge(family, other, one)];
  const verdict =
    WORST_FIRST.find((each) => judged.some((found) => found.verdict === each)) ?? 'indeterminate';
  return {
    verdict,
    reasons: judged.filter((each) => each.verdict === verdict).flatMap(({ reasons }) => reasons),
  };
}

function judge(family: 'IPv4' | 'IPv6', way: CapturedDirection, back: CapturedDirection): Judged {
  const found =
    ofTooBig(family, way) ?? ofSwallowed(family, way) ?? ofMissing(family, way, back) ?? ofLoss(way);
  return found ?? ofCrossed(family, way, back);
}

const name = ({ from, to }: CapturedDirection): string => `${from} to ${to}`;
const message = (family: 'IPv4' | 'IPv6'): string =>
  family === 'IPv4' ? 'ICMP type 3 code 4' : 'ICMPv6 Packet Too Big';
const numbers = (packets: readonly number[]): string => packets.join(', ');

const crossedText = ({ largestCrossed }: CapturedDirection): string =>
  largestCrossed
    ? `the largest that crossed had ${largestCrossed.size} (packet ${largestCrossed.packet})`
    : 'none was seen to cross';

function ofTooBig(family: 'IPv4' | 'IPv6', way: CapturedDirection): Judged | undefined {
  const [first] = way.tooBig;
  if (!first) return;
  const said = `${name(way)}: ${first.router} said with ${message(family)} (packet ${first.packet}) that ${first.about.size} bytes are too big${first.mtu > 0 ? ` and ${first.mtu} fit` : ', and not what fits'}`;
  const { count, first: packets } = way.ignoredTooBig;
  if (count >= LOSSES)
    return {
      verdict: 'too-big-ignored',
      reasons: [
        `${said}; the sender went on with larger ones ${count} times (packets ${numbers(packets)}): it never got the message, or ignores it.`,
      ],
    };
  return { verdict: 'too-big-told', reasons: [`${said}; the sender heeded it.`] };
}

function ofSwallowed(family: 'IPv4' | 'IPv6', way: CapturedDirection): Judged | undefined {
  const lost = way.smallestSwallowed;
  if (!lost) return;
  const sent = `${name(way)}: ${lost.size} bytes with Don't Fragment were sent ${counted(lost.sends, 'time')} (packets ${lost.packet} to ${lost.lastPacket}) and never acknowledged; ${crossedText(way)}`;
  if (lost.size <= (way.largestCrossed?.size ?? 0)) return { verdict: 'loss', reasons: [`${sent}.`] };
  if (lost.size <= ALWAYS_FITS[family])
    return {
      verdict: lost.peerHeard ? 'loss' : 'indeterminate',
      reasons: [`${sent}. A packet so small is not lost for its size.`],
    };
  // Not even the handshake came through: nothing tells size from distance.
  if (!way.largestCrossed) return { verdict: 'indeterminate', reasons: [`${sent}.`] };
  const after = lost.crossedSmaller
    ? 'The same bytes crossed in smaller packets'
    : lost.peerHeard
      ? 'The other side was heard afterwards'
      : 'The other side was not heard afterwards, so it may have gone away';
  return {
    verdict: 'black-hole',
    reasons: [`${sent}. ${after}. No ${message(family)} came.`],
  };
}

/** A capture near the receiver does not show what was swallowed, only that it is missed. */
function ofMissing(
  family: 'IPv4' | 'IPv6',
  way: CapturedDirection,
  back: CapturedDirection,
): Judged | undefined {
  const run = back.longestDuplicateAckRun;
  const [first] = way.missing;
  if (!first || !run || run.length < ASKED_AGAIN || run.last < first.before) return;
  const text = `${name(way)}: ${first.bytes} bytes before packet ${first.before} never came by, and the receiver asked for them with ${run.length} duplicate ACKs (packets ${run.first} to ${run.last}); ${crossedText(way)}`;
  const isLarger = first.size > Math.max(ALWAYS_FITS[family], way.largestCrossed?.size ?? 0);
  return isLarger && way.largestCrossed
    ? {
        verdict: 'black-hole',
        reasons: [
          `${text}. They fit into packets of ${first.size} bytes. No ${message(family)} came by here.`,
        ],
      }
    : { verdict: 'loss', reasons: [`${text}.`] };
}

function ofLoss(way: CapturedDirection): Judged | undefined {
  const { count, first } = way.retransmissions;
  if (count < LOSSES || count < way.packets * LOSS_SHARE) return;
  return {
    verdict: 'loss',
    reasons: [
      `${name(way)}: ${count} of ${way.packets} packets were sent again (packets ${numbers(first)}) and crossed then; ${crossedText(way)}.`,
    ],
  };
}

function ofCrossed(family: 'IPv4' | 'IPv6', way: CapturedDirection, back: CapturedDirection): Judged {
  const headers = family === 'IPv4' ? 40 : 60;
  const mss = way.mss === null || back.mss === null ? null : Math.min(way.mss, back.mss);
  const full = mss === null ? null : mss + headers;
  const size = way.largestCrossed?.size ?? 0;
  if (full !== null && size >= full - SHORT_OF_FULL)
    return { verdict: 'fine', reasons: [`${name(way)}: full packets crossed; ${crossedText(way)}.`] };
  const of = full === null ? '' : ` of ${full}`;
  return {
    verdict: 'indeterminate',
    reasons: [`${name(way)}: no full packet${of} was sent; ${crossedText(way)}.`],
  };
}
