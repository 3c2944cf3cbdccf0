import type { MeasuredPath } from '../model/measured-path.ts';
import type { PathDirection } from '../model/path-direction.ts';
import { type PathMtuFact, type Rung, SMALL_PROBE } from '../model/path-mtu.ts';
import type { PathVerdict } from '../model/path-verdict.ts';
import { counted, printable } from '../model/printable.ts';
import type { Look, Tone } from './look.ts';
import { tally } from './status-tone.ts';
import { indented } from './wrap.ts';

const tones: Readonly<Record<PathVerdict, Tone>> = {
  clear: 'good',
  told: 'good',
  'black-hole': 'bad',
  filtered: 'warn',
  loss: 'warn',
  indeterminate: 'dim',
};

const BAR = 30;

/** Each way as a ladder: sizes from the largest down, how far they came, and what that means. */
export function pathsText(
  paths: readonly MeasuredPath[],
  directions: readonly PathDirection[],
  look: Look,
): string {
  const ways = paths.map((path) => pathText(path, look));
  const told = directions.map((direction) => directionText(direction, look));
  return [...ways, ...told, tally(paths.map(({ judgement }) => judgement?.verdict ?? 'not measured'))].join(
    '\n\n',
  );
}

const swallowers: Readonly<Record<PathDirection['swallowed'], (ends: PathDirection['ends']) => string>> = {
  'from-first': ([one, other]) => `packets from ${one} to ${other}`,
  'from-second': ([one, other]) => `packets from ${other} to ${one}`,
  either: () => 'one direction or both; these probes do not tell which',
};

function directionText({ ends, family, swallowed, why, smallerSide }: PathDirection, look: Look): string {
  const who = swallowers[swallowed]([printable(ends[0]), printable(ends[1])]);
  const head = `Swallowed between ${printable(ends[0])} and ${printable(ends[1])}, ${family}: ${look.paint('bold', who)}`;
  const smaller =
    smallerSide === '' ? '' : ` The interface of ${smallerSide} has the smaller MTU of the two.`;
  return `${head}\n${indented(printable(`${why}${smaller}`), look.width, 2, 2)}`;
}

function pathText({ from, to, family, fact, judgement, why }: MeasuredPath, look: Look): string {
  const head = `${look.paint('bold', printable(from))} to ${look.paint('bold', printable(to))}, ${family}`;
  if (!fact || !judgement) return `${head}: not measured\n${indented(printable(why), look.width, 2, 2)}`;
  const way = `${printable(fact.source)} to ${printable(fact.address)}, interface ${fact.interface} with an MTU of ${fact.interfaceMtu}`;
  return [
    `${head}: ${look.paint(tones[judgement.verdict], judgement.verdict)}`,
    indented(way, look.width, 2, 2),
    ...ladderLines(fact, look),
    indented(printable(judgement.why), look.width, 2, 2),
  ].join('\n');
}

function ladderLines({ rungs, smalls, interfaceMtu }: PathMtuFact, look: Look): readonly string[] {
  const top = Math.max(interfaceMtu, SMALL_PROBE);
  const sorted = rungs.toSorted((one, other) => other.size - one.size);
  const lines = sorted.map((rung) => {
    const { mark, tone, text } = answerOf(rung, interfaceMtu);
    return rungLine(rung.size, top, mark, look.paint(tone, text));
  });
  const small = `${smalls.answered} of ${smalls.sent} answered, between the others`;
  return [...lines, rungLine(SMALL_PROBE, top, smalls.answered > 0 ? '#' : '.', small)];
}

/** A full bar crossed, a dotted one went into the dark, a bar with a stop was turned back. */
function rungLine(size: number, top: number, mark: string, text: string): string {
  const length = Math.max(1, Math.min(BAR, Math.round((size / top) * BAR)));
  const bar = mark === '|' ? `${'-'.repeat(length - 1)}|` : mark.repeat(length);
  return `  ${String(size).padStart(6)} ${bar.padEnd(BAR)} ${text}`;
}

function answerOf(
  { size, sent, answered, tooBig, from, other }: Rung,
  interfaceMtu: number,
): { readonly mark: string; readonly tone: Tone; readonly text: string } {
  if (answered) return { mark: '#', tone: 'good', text: 'answered' };
  if (tooBig && size > interfaceMtu) return { mark: '|', tone: 'dim', text: 'too big for our own interface' };
  if (tooBig) return { mark: '|', tone: 'warn', text: `too big, says ${printable(from) || 'a router'}` };
  if (other !== '') return { mark: '.', tone: 'warn', text: printable(other) };
  return { mark: '.', tone: 'bad', text: `silence (${counted(sent, 'probe')})` };
}
