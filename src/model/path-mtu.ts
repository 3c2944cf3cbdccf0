import type { IpFamily } from './resource.ts';

/** What came back for one packet that nobody on the way may fragment. `from`: who said "too big", '' when that is not known. */
export type ProbeAnswer =
  | { readonly kind: 'answered' | 'silent' }
  | { readonly kind: 'too-big'; readonly from: string }
  | { readonly kind: 'other'; readonly text: string };

/** All probes of one size, in bytes of the whole IP packet. */
export interface Rung {
  readonly size: number;
  sent: number;
  answered: boolean;
  tooBig: boolean;
  /** The router that said "too big"; '' when nobody did, or it was our own system. */
  from: string;
  /** What else came: unreachable, no permission. */
  other: string;
}

/** Sizes against answers, as a host saw them. */
export interface Ladder {
  readonly family: IpFamily;
  /** Of the interface that leads to the peer: nothing larger leaves the host. */
  readonly interfaceMtu: number;
  /** Small probes between the others: they tell a lost packet from one that is too large. */
  readonly smalls: { sent: number; answered: number; other: string };
  readonly rungs: Rung[];
  /** False: there were too many probes, the search ended early. */
  finished: boolean;
}

/** The answers to pings of many sizes that nobody may fragment; `judgePath` says what they mean. Silence takes a second a probe. */
export interface PathMtuFact extends Ladder {
  readonly peer: string;
  readonly address: string;
  /** Our own address and interface on the way there. */
  readonly source: string;
  readonly interface: number;
}

/** Fits every network (RFC 791 wants 576, this one half of it). */
export const SMALL_PROBE = 128;
/** What every IPv4 host takes in pieces, and every IPv6 network whole: nobody has a smaller path. */
const LEAST: Readonly<Record<IpFamily, number>> = { IPv4: 576, IPv6: 1280 };
/** Jumbo frames end here. */
const LARGEST = 9216;
const FIRST_TRIES = 4;
const TRIES = 3;
const MOST_TRIES = 5;
/** Each waits a second at most: the search is over in two minutes. */
const MOST_PROBES = 120;

export const newLadder = (family: IpFamily, interfaceMtu: number): Ladder => ({
  family,
  interfaceMtu,
  smalls: { sent: 0, answered: 0, other: '' },
  rungs: [],
  finished: true,
});

/** The largest size worth a probe. */
export const topOf = ({ interfaceMtu }: Pick<Ladder, 'interfaceMtu'>): number =>
  Math.min(interfaceMtu, LARGEST);

type Search<Result> = Generator<number, Result, ProbeAnswer>;

/**
 * The search for the path MTU: yields sizes to probe, is told the answers, fills the ladder. `scripts/facts/path-mtu.ps1` walks the
 * same way. A size counts as silent only after several probes, each followed by a small one; the more small ones are lost, the more.
 * `neverFragments`: whoever probes keeps to the flag over IPv6 too, after it was told "too big".
 */
export function* searchPath(ladder: Ladder, neverFragments = false): Search<void> {
  const isOver = (): boolean => isAtItsEnd(ladder, neverFragments);
  while (ladder.smalls.answered === 0 && ladder.smalls.sent < FIRST_TRIES) yield* probeSmall(ladder);
  if (ladder.smalls.answered === 0) return;
  // Must come back as too big for our own interface: where it is answered, somebody fragments in spite of the flag.
  if (
    ladder.family === 'IPv4' &&
    ladder.interfaceMtu <= LARGEST &&
    (yield* fits(ladder, ladder.interfaceMtu + 1))
  )
    return;
  let high = topOf(ladder);
  if (yield* fits(ladder, high)) return;
  let low = SMALL_PROBE;
  const least = LEAST[ladder.family];
  if (least < high && !isOver())
    if (yield* fits(ladder, least)) low = least;
    else high = least;
  while (high - low > 1 && !isOver()) {
    const middle = Math.floor((low + high) / 2);
    if (yield* fits(ladder, middle)) low = middle;
    else high = middle;
  }
}

/** An IPv6 system that was told "too big" fragments larger packets itself from then on: their answers would prove nothing. */
const isAtItsEnd = ({ family, finished, rungs }: Ladder, neverFragments: boolean): boolean =>
  !finished || (family === 'IPv6' && !neverFragments && rungs.some(({ tooBig }) => tooBig));

function* fits(ladder: Ladder, size: number): Search<boolean> {
  const rung: Rung = { size, sent: 0, answered: false, tooBig: false, from: '', other: '' };
  ladder.rungs.push(rung);
  while (rung.sent < triesOf(ladder) && mayProbe(ladder)) {
    rung.sent += 1;
    const answer = yield size;
    rung.answered = answer.kind === 'answered';
    rung.tooBig = answer.kind === 'too-big';
    if (answer.kind === 'too-big') rung.from = answer.from;
    if (answer.kind === 'other') rung.other = answer.text;
    if (answer.kind !== 'silent') break;
    yield* probeSmall(ladder);
  }
  return rung.answered;
}

function* probeSmall(ladder: Ladder): Search<void> {
  if (!mayProbe(ladder)) return;
  ladder.smalls.sent += 1;
  const answer = yield SMALL_PROBE;
  if (answer.kind === 'answered') ladder.smalls.answered += 1;
  if (answer.kind === 'other') ladder.smalls.other = answer.text;
}

const triesOf = ({ smalls }: Ladder): number => Math.min(MOST_TRIES, TRIES + smalls.sent - smalls.answered);

function mayProbe(ladder: Ladder): boolean {
  const sent = ladder.rungs.reduce((sum, rung) => sum + rung.sent, ladder.smalls.sent);
  if (sent >= MOST_PROBES) ladder.finished = false;
  return ladder.finished;
}
