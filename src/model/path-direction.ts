import type { MeasuredPath } from './measured-path.ts';
import type { PathVerdict } from './path-verdict.ts';
import type { IpFamily } from './resource.ts';

/** In which direction between two ends large packets are swallowed, as far as probes from both tell. */
export interface PathDirection {
  readonly ends: readonly [string, string];
  readonly family: IpFamily;
  /** Of the two ends, the one whose large packets are swallowed; 'either' when nothing here tells. */
  readonly swallowed: 'from-first' | 'from-second' | 'either';
  readonly why: string;
  /** Which end sends smaller packets by its own interface; '' when both send as large ones, or one was not asked. */
  readonly smallerSide: string;
}

/**
 * An answer is as large as its ping, so that a hole in one direction silences the probes of both ends: silence alone names none. What tells is
 * an end that hears "too big", or one whose own interface sends nothing too large. Undefined when nobody met a black hole.
 */
export function directionOf(there: MeasuredPath, back: MeasuredPath | undefined): PathDirection | undefined {
  const verdicts = [there, back].map((path) => path?.judgement?.verdict);
  if (!verdicts.includes('black-hole')) return undefined;
  const ends = [there.from, back?.from ?? there.to] as const;
  const known = { ends, family: there.family, smallerSide: smallerSideOf(ends, there, back) };
  const sound = [there, back].map((path, at) => (path ? whySound(path, at === 0 ? back : there) : ''));
  const [first = '', second = ''] = sound;
  if (first !== '')
    return { ...known, swallowed: 'from-second', why: `${first}: what is swallowed is sent by ${ends[1]}.` };
  if (second !== '')
    return { ...known, swallowed: 'from-first', why: `${second}: what is swallowed is sent by ${ends[0]}.` };
  return { ...known, swallowed: 'either', why: whyEither(ends, verdicts[1]) };
}

/** Why packets of the end where this path begins are not swallowed, '' when that is not known. `other`: the path back. */
function whySound({ from, fact, judgement }: MeasuredPath, other: MeasuredPath | undefined): string {
  if (!fact || !judgement) return '';
  if (judgement.verdict === 'told')
    return `${from} is told when its packets are too big, and sends smaller ones then`;
  const crosses = other?.judgement?.crosses ?? 0;
  return judgement.verdict === 'clear' && fact.interfaceMtu <= crosses
    ? `The interface of ${from} sends no packet over ${fact.interfaceMtu} bytes, and such packets cross`
    : '';
}

const BY_CAPTURE =
  'A capture at either end, taken while a transfer stalls, names the direction: setright capture <file>.';

function whyEither(ends: readonly [string, string], back: PathVerdict | undefined): string {
  if (back === 'black-hole')
    return `Probes of both ends vanish, as they do whichever direction swallows: an answer is as large as its ping. ${BY_CAPTURE}`;
  return `${ends[1]} was not asked, or could not tell, and an answer is as large as its ping. ${BY_CAPTURE}`;
}

function smallerSideOf(
  ends: readonly [string, string],
  { fact: one }: MeasuredPath,
  back: MeasuredPath | undefined,
): string {
  const other = back?.fact;
  if (!one || !other || one.interfaceMtu === other.interfaceMtu) return '';
  return one.interfaceMtu < other.interfaceMtu ? ends[0] : ends[1];
}
