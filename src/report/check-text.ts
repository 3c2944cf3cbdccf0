import type { HostOutcome } from '../model/outcome.ts';
import type { Finding } from '../model/plan.ts';
import { counted, printable } from '../model/printable.ts';
import type { Look } from './look.ts';
import { profilesText } from './profiles-text.ts';
import { tally, toneOf } from './status-tone.ts';
import { type Cell, table } from './table.ts';
import { indented } from './wrap.ts';

/** A check as a table: a row per host and remedy with its verdict, every reason on a line of its own, and what else was seen. */
export function checkText(outcomes: readonly HostOutcome[], look: Look): string {
  const found = table(['HOST', 'VERDICT', 'WHY'], outcomes.flatMap(rowsOf), look);
  const more = outcomes.flatMap(({ host, details, profiles = [] }) => [
    ...details.map((detail) => indented(`${printable(host)}: ${printable(detail)}`, look.width, 0, 2)),
    ...(profiles.length > 0 ? [`${printable(host)}:`, ...profilesText(profiles, look, 2)] : []),
  ]);
  const count = `${counted(outcomes.length, 'host')}: ${tally(outcomes.map(wordFor))}`;
  return [found, '', ...(more.length > 0 ? [...more, ''] : []), count].join('\n');
}

function rowsOf({ host, status, summary, findings }: HostOutcome): readonly (readonly Cell[])[] {
  const name: Cell = { text: printable(host), tone: 'bold' };
  const own: readonly Cell[] = [{ text: status, tone: toneOf(status) }, { text: printable(summary) }];
  if (findings.length === 0) return [[name, ...own]];
  const judged = findings.map((finding, index) => [index === 0 ? name : { text: '' }, ...cellsOf(finding)]);
  // Remedies that were judged, and yet no plan: what they want cannot be had together, or an earlier run has no end there.
  const isConflict = status === 'unknown' && findings.every(({ verdict }) => verdict !== 'unknown');
  return isConflict ? [...judged, [{ text: '' }, ...own]] : judged;
}

const cellsOf = ({ remedy, verdict, reasons, harm = [] }: Finding): readonly Cell[] => [
  { text: verdict, tone: harm.length > 0 ? 'warn' : toneOf(verdict) },
  {
    text: [`${remedy}:`, ...reasons.map(printable), ...harm.map((each) => `Harm: ${printable(each)}`)].join(
      '\n',
    ),
  },
];

/** In the words of verdicts: a host to which nothing applies is not a compliant one. */
function wordFor({ status, findings }: HostOutcome): string {
  if (status === 'differs')
    return findings.some(({ verdict }) => verdict === 'noncompliant') ? 'noncompliant' : 'harmed';
  const isForOthers = findings.length > 0 && findings.every(({ verdict }) => verdict === 'not-applicable');
  return isForOthers ? 'not-applicable' : status;
}
