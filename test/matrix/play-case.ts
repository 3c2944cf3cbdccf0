import type { HostOutcome } from '../../src/model/outcome.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { applyIn } from '../run/lab-plan.ts';
import { mounts } from '../run/users.ts';
import type { Bench } from './bench-host.ts';
import { type MatrixFault, strikes } from './faults.ts';
import { onDisk } from './full-disk.ts';
import { judgeFirst, judgeLast } from './judge.ts';
import type { Passing } from './tapped-line.ts';

/** What has gone wrong already when the fault strikes: it is how the steps after a first failure are reached. */
export type Scenario = 'apply' | 'undo' | 'second connection';

export interface MatrixCase {
  readonly scenario: Scenario;
  readonly fault: MatrixFault;
  /** The request, counted over all connections of the run, at which the fault strikes. */
  readonly index: number;
  /** For the table: `set 2`. */
  readonly step: string;
}

export interface Played {
  readonly end: string;
  readonly problems: readonly string[];
}

/** Every request of a run that goes as the scenario says; the faults strike at those after its own failure. */
export async function casesOf(
  bench: Bench,
  scenario: Scenario,
  faults: readonly MatrixFault[],
): Promise<readonly MatrixCase[]> {
  const { requests } = await apply(bench, scenario, () => {});
  const lastSet = requests.findLastIndex(({ verb, connection }) => verb === 'set' && connection === 1);
  const from = scenario === 'apply' ? 0 : lastSet + 1;
  return requests.flatMap(({ verb }, index) => {
    if (index < from) return [];
    const nth = requests.slice(0, index + 1).filter((each) => each.verb === verb).length;
    return faults
      .filter((fault) => strikes(fault, verb))
      .map((fault) => ({ scenario, fault, index, step: `${scenario}: ${verb} ${nth}` }));
  });
}

/** Applies; then, unless the host has come to rest, once more (odd) or back (even), with the world in order again. */
export async function playCase(bench: Bench, { scenario, fault, index }: MatrixCase): Promise<Played> {
  const { lab, plan } = bench;
  if (!plan) throw new Error('a bench without a plan');
  try {
    const { outcome, run } = await apply(bench, scenario, (passing, at, tap) => {
      if (at !== index) return;
      fault.strike({
        verb: passing.verb,
        tap,
        host: bench.host,
        disk: bench.disk,
        away: (connections) => {
          bench.awayFor = connections;
        },
        skew: (milliseconds) => {
          bench.skew += milliseconds;
        },
      });
    });
    bench.calm();
    const problems = [...judgeFirst(bench, fault, outcome), ...(await journalProblems(bench, run))];
    if (isAtRest(bench, outcome)) return { end: outcome.status, problems };
    await untilUnmounted(bench);
    const back = index % 2 === 0 ? await rollback(bench, run) : undefined;
    const next = await applyIn(lab, back ?? plan);
    const last = next.outcomes[0] as HostOutcome;
    return {
      end: `${outcome.status}, ${last.status}`,
      problems: [
        ...problems,
        ...judgeLast(bench, fault, last, back !== undefined),
        ...(await journalProblems(bench, next.run)),
      ],
    };
  } catch (error) {
    return { end: 'exception', problems: [error instanceof Error ? String(error.stack) : String(error)] };
  }
}

async function apply(bench: Bench, scenario: Scenario, strike: Bench['atRequest']) {
  bench.reset();
  const { lab, plan, host } = bench;
  if (!plan) throw new Error('a bench without a plan');
  const sets = plan.hosts[0]?.changes.length ?? 0;
  let count = 0;
  bench.atRequest = (passing, index, tap) => {
    if (passing.verb === 'set' && passing.connection === 1) count += 1;
    if (passing.verb === 'set' && count === sets && scenario !== 'apply')
      host.edit((state) => {
        state.faults = [
          scenario === 'undo'
            ? { verb: 'set', fault: 'fail', once: true }
            : { verb: 'set', fault: 'die', once: true, after: 2 },
        ];
      });
    strike(passing, index, tap);
  };
  const { outcomes, run } = await onDisk(bench.disk, () => applyIn(lab, plan));
  const requests: readonly Passing[] = bench.requests;
  return { outcome: outcomes[0] as HostOutcome, run, requests };
}

/** A run that never began has nothing to take back: then it is applied again. */
const rollback = (bench: Bench, run: string) =>
  planRollback(bench.lab.context, run, bench.lab.hosts, undefined).catch((error: Error) => {
    if (/changed nothing|never began/.test(error.message)) return undefined;
    throw error;
  });

/** A mount of a session that still lives behind a dead line goes with its lease. */
async function untilUnmounted({ host }: Bench): Promise<void> {
  const lives = () =>
    mounts(host.file.state).some((name) =>
      host.file.state.processes.some(({ pid }) => name.startsWith(`Setright-${pid}-`)),
    );
  for (let tries = 0; lives() && tries < 100; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

/** A definite end, no lock and no open record: nobody has to come back. */
function isAtRest({ host }: Bench, { status }: HostOutcome): boolean {
  return (
    status !== 'unfinished' &&
    openRuns(host.file.state.files).length === 0 &&
    mounts(host.file.state).length === 0
  );
}

const openRuns = (files: readonly { path: string; text: string }[]): readonly string[] =>
  files
    .filter(({ path }) => path.endsWith('\\record.json'))
    .map(({ path }) => path.slice(0, -'\\record.json'.length))
    .filter((run) => {
      const steps = files.find(({ path }) => path === `${run}\\steps.ndjson`)?.text ?? '';
      return !/"step":"=(kept|restored|stuck)"/.test(steps);
    });

async function journalProblems({ lab }: Bench, run: string): Promise<readonly string[]> {
  const { broken } = await lab.journal(run);
  return broken ? [`the journal of ${run} is broken: ${broken.why}`] : [];
}
