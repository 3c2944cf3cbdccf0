import type { HostOutcome } from '../model/outcome.ts';
import { counted, printable } from '../model/printable.ts';
import type { Look } from './look.ts';
import { tally, toneOf } from './status-tone.ts';
import { table } from './table.ts';
import { indented } from './wrap.ts';

/** What an apply or a rollback needs to be told of: the part of a finished run that reports show. */
export interface ShownRun {
  readonly run: string;
  readonly outcomes: readonly HostOutcome[];
  readonly chainHead: string;
}

/** A finished run: a row per host, what stands behind it where there is more to say, and how to go on. */
export function runText(ended: ShownRun, look: Look): string {
  const { run, outcomes, chainHead } = ended;
  const rows = outcomes.map(({ host, status, summary }) => [
    { text: printable(host), tone: 'bold' as const },
    { text: status, tone: toneOf(status) },
    { text: printable(summary) },
  ]);
  const took = outcomes.some(({ status }) => status === 'applied' || status === 'stuck');
  const tail = [
    `${counted(outcomes.length, 'host')}: ${tally(outcomes.map(({ status }) => status))}`,
    `Run ${run}; the head of its journal's chain is`,
    `  ${chainHead}`,
    ...(took ? [`Taken back with: setright rollback ${run}`] : []),
  ];
  return [
    table(['HOST', 'OUTCOME', 'WHAT HAPPENED'], rows, look),
    ...outcomes.flatMap((outcome) => furtherLines(outcome, look)),
    '',
    ...tail,
  ].join('\n');
}

function furtherLines(
  { host, notInForce, details, summary, connections }: HostOutcome,
  look: Look,
): string[] {
  const lines = [
    ...notInForce.map((what) => `set, not in force: ${what}`),
    ...details.filter((detail) => !summary.includes(detail)),
    ...(connections > 1
      ? [`${connections} connections were opened, to learn the outcome after a lost line`]
      : []),
  ];
  if (lines.length === 0) return [];
  return ['', `${printable(host)}:`, ...lines.map((line) => indented(printable(line), look.width, 2, 2))];
}
