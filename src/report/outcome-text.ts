import type { HostOutcome } from '../model/outcome.ts';
import { counted, printable } from '../model/printable.ts';
import type { Look } from './look.ts';
import { profilesText } from './profiles-text.ts';
import { tally, toneOf } from './status-tone.ts';
import { table } from './table.ts';
import { indented } from './wrap.ts';

/** The part of a finished run that reports show. */
export interface ShownRun {
  readonly run: string;
  readonly outcomes: readonly HostOutcome[];
  readonly chainHead: string;
  /** It left values behind that a rollback can take back. */
  readonly leftValues?: boolean;
}

/** A finished run: a row per host, what stands behind it where there is more to say, and how to go on. */
export function runText(ended: ShownRun, look: Look): string {
  const { run, outcomes, chainHead, leftValues } = ended;
  return [
    outcomesText(outcomes, look),
    `Run ${run}; the head of its journal's chain is`,
    `  ${chainHead}`,
    ...(leftValues ? [`Taken back with: setright rollback ${run}`] : []),
  ].join('\n');
}

/** A row per host and what stands behind it where there is more to say. */
export function outcomesText(outcomes: readonly HostOutcome[], look: Look): string {
  const rows = outcomes.map(({ host, status, summary }) => [
    { text: printable(host), tone: 'bold' as const },
    { text: status, tone: toneOf(status) },
    { text: printable(summary) },
  ]);
  return [
    table(['HOST', 'OUTCOME', 'WHAT HAPPENED'], rows, look),
    ...outcomes.flatMap((outcome) => furtherLines(outcome, look)),
    '',
    `${counted(outcomes.length, 'host')}: ${tally(outcomes.map(({ status }) => status))}`,
  ].join('\n');
}

function furtherLines(
  { host, notInForce, details, summary, connections, profiles = [] }: HostOutcome,
  look: Look,
): string[] {
  const lines = [
    ...notInForce.map((what) => `set, not in force: ${what}`),
    ...details.filter((detail) => !summary.includes(detail)),
    ...(connections > 1
      ? [
          `${connections} connections were opened; all but the first only to confirm a guarded change, to see a reboot through, or to learn the outcome after a lost line`,
        ]
      : []),
  ];
  const answers = profilesText(profiles, look, 2);
  if (lines.length + answers.length === 0) return [];
  const shown = lines.map((line) => indented(printable(line), look.width, 2, 2));
  return ['', `${printable(host)}:`, ...shown, ...answers];
}
