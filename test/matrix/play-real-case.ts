import type { HostOutcome } from '../../src/model/outcome.ts';
import type { Settings } from './bench-host.ts';
import { onDisk } from './full-disk.ts';
import { judgeFirst, judgeLast } from './judge.ts';
import type { Played } from './play-case.ts';
import { RealBench } from './real-bench.ts';
import { editState, type RealFault, type RealPlace } from './real-faults.ts';
import type { RealWay } from './real-ways.ts';

export interface RealCase {
  readonly fault: RealFault;
  /** The request, counted over all connections of the run, at which the fault strikes. */
  readonly index: number;
  readonly step: string;
}

/** What an undisturbed run says, and what it makes of the host. */
export async function undisturbed(way: RealWay) {
  const bench = await RealBench.open(way);
  try {
    await bench.apply();
    const wanted: Settings = (await bench.judged(bench.old)).now;
    return { verbs: bench.requests.map(({ verb }) => verb), wanted };
  } finally {
    await bench.close();
  }
}

/** Each fault at `times` steps of the run, another step for each fault. */
export const realCases = (
  verbs: readonly string[],
  faults: readonly RealFault[],
  times: number,
): readonly RealCase[] =>
  faults.flatMap((fault, at) => {
    const steps = verbs.flatMap((verb, index) =>
      (fault.verbs?.includes(verb) ?? true) ? [{ fault, index, step: `apply: ${verb}` }] : [],
    );
    const stride = Math.max(1, Math.floor(steps.length / times));
    return Array.from(
      { length: Math.min(times, steps.length) },
      (_, turn) => steps[(at + turn * stride) % steps.length],
    ).filter((each) => each !== undefined);
  });

/** Applies with the fault; then, unless the host has come to rest, once more, with the world in order again. */
export async function playRealCase(
  way: RealWay,
  { fault, index }: RealCase,
  wanted: Settings,
): Promise<Played> {
  const bench = await RealBench.open(way);
  const path = bench.lab.path('ex01');
  const disk = { isFull: false, room: 0, isGreedy: false };
  const clock = { skew: 0 };
  const edit: RealPlace['edit'] = (change) => editState(path, change);
  bench.lab.context = { ...bench.lab.context, clock: () => new Date(Date.now() + clock.skew) };
  bench.atRequest = (_passing, at, tap) => {
    if (at !== index) return;
    fault.strike({
      tap,
      disk,
      edit,
      skew: (milliseconds) => {
        clock.skew += milliseconds;
      },
    });
  };
  try {
    const first = (await onDisk(disk, () => bench.apply())).outcomes[0] as HostOutcome;
    bench.atRequest = () => {};
    disk.isFull = false;
    fault.heal?.({ edit });
    const problems = judgeFirst(await bench.judged(wanted), fault, first);
    if (['applied', 'restored', 'refused', 'stuck'].includes(first.status))
      return { end: first.status, problems };
    const last = (await bench.apply()).outcomes[0] as HostOutcome;
    return {
      end: `${first.status}, ${last.status}`,
      problems: [...problems, ...judgeLast(await bench.judged(wanted), fault, last, false)],
    };
  } catch (error) {
    return { end: 'exception', problems: [error instanceof Error ? String(error.stack) : String(error)] };
  } finally {
    await bench.close();
  }
}
