import { tellHost } from '../../journal/run-story.ts';
import { listRuns, readRuns } from '../../journal/runs.ts';
import { machineKey } from '../../model/machine.ts';
import type { Change } from '../../model/plan.ts';
import { printable } from '../../model/printable.ts';
import { type ShownState, sameState } from '../../model/state.ts';
import { identityOf } from '../../plan/states.ts';
import type { RunContext } from '../context.ts';
import { typeOf } from '../tables.ts';
import type { Surveyed } from './survey.ts';

/** Further back nobody looks: a journal holds all hosts of its run, and a check is to be quick. */
const RUNS = 50;

/**
 * What differs now although the newest of our runs that touched it set and kept it: who reverts a value again and again is somebody to talk
 * to, not a value to set once more. Said from what was read, here and in our journals; who wrote it is never known.
 */
export async function tellChangedSince(
  context: RunContext,
  surveyed: readonly Surveyed[],
): Promise<readonly Surveyed[]> {
  const open = new Map(surveyed.map((each) => [each.host.name, differing(each)]));
  const notes = new Map<string, string[]>();
  const { runs } = context.data;
  for (const run of (await listRuns(runs)).slice(0, RUNS)) {
    if ([...open.values()].every(({ size }) => size === 0)) break;
    const [journal] = await readRuns(runs, [run]);
    if (!journal) continue;
    for (const { host, plan, seen } of surveyed) {
      const wanted = open.get(host.name);
      if (!plan || !seen || !wanted?.size) continue;
      const begun = journal.records.find((each) => each.event === 'host-begun' && each.host === host.name);
      if (begun?.event !== 'host-begun' || machineKey(begun.machine) !== machineKey(plan.machine)) continue;
      const { changes, end, undoDue } = tellHost(journal.records, host.name);
      for (const change of changes) {
        const identity = identityOf(typeOf, change.resource);
        if (!wanted.delete(identity) || end !== 'kept') continue;
        const now = seen.observed.of(change.resource);
        const found = change.sensitive ? context.backups.shown(now) : now;
        if (found.status === 'unreadable' || sameState(found, change.after)) continue;
        notes.set(host.name, [...(notes.get(host.name) ?? []), tell(change, found, run, undoDue)]);
      }
    }
  }
  return surveyed.map((each) => {
    const more = notes.get(each.host.name) ?? [];
    if (more.length === 0) return each;
    return { ...each, outcome: { ...each.outcome, details: [...each.outcome.details, ...more] } };
  });
}

const differing = ({ plan }: Surveyed): Set<string> =>
  new Set((plan?.changes ?? []).map(({ resource }) => identityOf(typeOf, resource)));

function tell(change: Change, found: ShownState, run: string, undoDue: string | undefined): string {
  const { resource, before, after, sensitive } = change;
  const type = typeOf(resource);
  const shown = (state: ShownState) =>
    sensitive || state.status === 'sealed' ? 'a value that is not shown' : type.describeState(state);
  const what = `${type.describe(resource)}: run ${run} set ${shown(after)} and kept it; it reads ${sensitive ? 'another' : shown(found)} now`;
  // Our own timed undo is nobody's policy.
  if (undoDue !== undefined && sameState(found, before))
    return `${what}, as before that run. It was for a time, until ${printable(undoDue)}; setright guard list shows what came of its timed undo`;
  const policy = type.rewrittenBy?.(resource);
  return policy === undefined
    ? `${what}: changed since`
    : `${what}: reverted since, likely by policy (${policy}). Change the policy that sets it; gpresult /h FILE names it`;
}
