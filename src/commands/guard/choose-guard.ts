import { UsageError } from '../../model/errors.ts';
import type { ShownGuard } from '../../model/guard.ts';
import type { Host } from '../../model/host.ts';
import { printable } from '../../model/printable.ts';
import { sameName } from '../../model/windows-name.ts';
import { readGuards } from '../../run/recover/host-guards.ts';
import type { Fleet } from '../steps/fleet.ts';

/** One host by this name, no group of them. */
export async function oneHost(fleet: Fleet, name: string): Promise<Host> {
  const [host, ...others] = fleet.select([name]);
  if (!host || others.length > 0) throw new UsageError(`${name} is more than one host; take them one by one`);
  await fleet.unlock([host]);
  return host;
}

/** The one that is meant of those that stand there: the run's, or without a run the only one. Undefined: none stands. */
export async function chooseGuard(
  fleet: Fleet,
  host: Host,
  run: string | undefined,
): Promise<ShownGuard | undefined> {
  const guards = await fleet.atWork([host.name], (context) => readGuards(context, host));
  const standing = guards.filter(
    (guard) => guard.standing && (run === undefined || sameName(guard.run, run)),
  );
  // Of one run with both, the guard is what anybody waits for; its end is the end of the other, too.
  const runs = [...new Set(standing.map((guard) => guard.run))];
  if (runs.length < 2) return standing[0];
  const all = standing.map((guard) => `${guard.kind} of run ${printable(guard.run)}`);
  throw new UsageError(`${host.name} has several: ${all.join(', ')}; say which with --run`);
}
