import type { DiagnosedHost, Fix, LikelyCause, PlacedSighting } from '../model/causal-chain.ts';
import { printable } from '../model/printable.ts';
import type { Look, Tone } from './look.ts';
import { tally } from './status-tone.ts';
import { indented } from './wrap.ts';

const tones: Readonly<Record<DiagnosedHost['status'], Tone>> = {
  findings: 'warn',
  'nothing-found': 'good',
  unknown: 'bad',
  unreachable: 'bad',
  cancelled: 'warn',
};

/** Of a count of hosts. */
const words: Readonly<Record<DiagnosedHost['status'], string>> = {
  findings: 'with findings',
  'nothing-found': 'without any',
  unknown: 'unknown',
  unreachable: 'unreachable',
  cancelled: 'cancelled',
};

/** A diagnosis for reading: per host what was seen and what brought about what, then causes with their fixes, likeliest first. */
export function chainText(
  hosts: readonly DiagnosedHost[],
  openBetween: readonly string[],
  look: Look,
): string {
  const open = openBetween.map((text) => indented(`could not tell: ${printable(text)}`, look.width, 0, 2));
  const count = `${hosts.length === 1 ? '1 host' : `${hosts.length} hosts`}: ${tally(hosts.map(({ status }) => words[status]))}`;
  return [...hosts.map((host) => `${hostText(host, look)}\n`), ...open, count].join('\n');
}

function hostText(host: DiagnosedHost, look: Look): string {
  const line: Line = (text, indent, hang = 2) => indented(printable(text), look.width, indent, hang);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`  ${look.paint('bold', title)}`, ...lines];
  return [
    `${look.paint('bold', printable(host.host))}: ${look.paint(tones[host.status], host.status)}`,
    line(host.summary, 2),
    ...section('What was seen, causes first', chainLines(host, line)),
    ...section(
      'Not linked',
      host.notLinked.map(({ what, why }) => line(`- ${what}: ${why}`, 4)),
    ),
    ...host.causes.flatMap((cause, index) => causeLines(cause, index + 1, look, line)),
    ...section(
      'Ruled out',
      host.ruledOut.map(({ title, why }) => line(`- ${title}: ${why}`, 4)),
    ),
    ...section(
      'Could not tell',
      host.couldNotTell.map((text) => line(`- ${text}`, 4)),
    ),
  ].join('\n');
}

type Line = (text: string, indent: number, hang?: number) => string;

/** Each sighting once, numbered; under it what it brought about here. */
function chainLines({ sightings, links, host }: DiagnosedHost, line: Line): readonly string[] {
  const numberOf = (id: string) => sightings.findIndex((sighting) => sighting.id === id) + 1;
  return sightings.flatMap((sighting, index) => [
    line(`${index + 1}. ${placed(sighting, host)}`, 4, 3),
    ...links
      .filter(({ from }) => from === sighting.id)
      .map(({ to, how, because }) => line(`└─► ${numberOf(to)}: ${how} (${because})`, 7, 4)),
  ]);
}

function placed({ host, text, from, to }: PlacedSighting, own: string): string {
  const where = host === '' || host === own ? '' : `${host}: `;
  const time = from === '' ? '' : from === to ? ` (${from})` : ` (${from} to ${to})`;
  return `${where}${text}${time}`;
}

function causeLines(cause: LikelyCause, number: number, look: Look, line: Line): readonly string[] {
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [line(title, 4), ...lines];
  return [
    look.paint('bold', line(`Cause ${number}: ${cause.title}; confidence ${cause.confidence}`, 2)),
    ...cause.because.map((reason) => line(`- ${reason}`, 4)),
    ...list(
      'What would change this:',
      cause.wouldChange.map((text) => line(`- ${text}`, 6)),
    ),
    ...list(
      'Fixes, in this order:',
      cause.fixes.flatMap((fix, index) => fixLines(fix, index + 1, line)),
    ),
    ...list(
      'No fix:',
      cause.nonFixes.map(({ what, why }) => line(`- ${what}: ${why}`, 6)),
    ),
  ];
}

const fixLines = (fix: Fix, number: number, line: Line): readonly string[] => [
  line(`${number}. ${fix.remedy === undefined ? fix.title : remedyTitle(fix)}`, 6, 3),
  ...(fix.changes ?? []).map((change) => line(change, 9)),
  ...(fix.effects ?? []).map((effect) => line(effect, 9)),
  ...(fix.command === undefined ? [] : [line(fix.command, 9)]),
  ...(fix.advice?.steps ?? []).map((step) => line(`- ${step}`, 9)),
  ...(fix.advice ? [line(`check: ${fix.advice.check}`, 9), line(`undo: ${fix.advice.undo}`, 9)] : []),
];

const remedyTitle = ({ remedy, settings = [] }: Fix): string =>
  `the remedy ${remedy}${settings.length > 0 ? ` (${settings.join(', ')})` : ''}`;
