import { UsageError } from '../../model/errors.ts';
import { exitCodeOf, type HostOutcome } from '../../model/outcome.ts';
import { counted } from '../../model/printable.ts';
import { leftBehindText } from '../../report/left-behind-text.ts';
import { outcomesText, runText } from '../../report/outcome-text.ts';
import { outcome } from '../../run/outcomes.ts';
import {
  findLeftBehind,
  type LeftBehind,
  recoverHosts,
  unknownLeftHosts,
} from '../../run/recover/recover.ts';
import type { Recovery } from '../../run/recover/recover-host.ts';
import { openAsker } from '../../ui/asker.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { RecoverOptions } from '../recover.ts';
import { worstOf } from '../steps/carry-out-plan.ts';
import { CANCELLED } from '../steps/consent.ts';
import { type Fleet, openFleet } from '../steps/fleet.ts';

/** Finds what runs left behind, shows it, asks, and settles it. */
export async function recoverFleet(
  terminal: Terminal,
  selectors: readonly string[],
  options: RecoverOptions,
): Promise<number> {
  refuseWithoutPerson(terminal, options.yes);
  if (options.olderThan !== undefined) throw new UsageError('--older-than goes with --prune');
  const fleet = await openFleet(terminal, options);
  const { found, rest } = await look(fleet, selectors);
  const document = (hosts: readonly HostOutcome[], exitCode: number, more: object) => ({
    schema: 'setright/recover@1',
    ...more,
    exitCode,
    found,
    hosts,
  });
  if (found.length === 0) {
    const exitCode = exitCodeOf(rest.map(({ status }) => status));
    terminal.result(
      () => document(rest, exitCode, { run: null, chainHead: null }),
      () => (rest.length > 0 ? outcomesText(rest, terminal) : 'No host to look at.'),
    );
    return exitCode;
  }
  const show = options.yes ? terminal.say : terminal.tell;
  show(`${leftBehindText(found, terminal)}\n`);
  const how = options.yes ? (options.keep ? 'keep' : 'undo') : await askHow(terminal, found.length, options);
  if (how === undefined) {
    terminal.tell('Nothing was changed.');
    return CANCELLED;
  }
  const ended = await fleet.atWork(
    found.map(({ host }) => host),
    (context) => recoverHosts(context, found, fleet.hosts, how, options.breakLock),
  );
  const outcomes = [...ended.outcomes, ...rest];
  const exitCode = worstOf(ended.exitCode, rest);
  terminal.result(
    () => document(outcomes, exitCode, { run: ended.run, chainHead: ended.chainHead }),
    () => runText({ ...ended, outcomes }, terminal),
  );
  return exitCode;
}

export function refuseWithoutPerson(terminal: Terminal, yes: boolean | undefined): void {
  if (!yes && !terminal.interactive && !terminal.answers)
    throw new UsageError(
      'nothing was changed: there is no terminal to confirm on. With --yes what is found is settled without asking',
    );
}

async function look(fleet: Fleet, selectors: readonly string[]): Promise<LeftBehind> {
  const hosts = fleet.select(selectors.length > 0 ? selectors : ['all']);
  await fleet.unlock(hosts);
  const { found, rest } = await fleet.atWork(
    hosts.map(({ name }) => name),
    (context) => findLeftBehind(context, hosts),
  );
  if (selectors.length > 0) return { found, rest };
  const unknown = await unknownLeftHosts(fleet.context, fleet.hosts);
  const gone = unknown.map((name) =>
    outcome(name, 'refused', 'a run was left unfinished on it, and the inventory no longer names this host', {
      connections: 0,
    }),
  );
  return { found, rest: [...rest, ...gone] };
}

async function askHow(
  terminal: Terminal,
  hosts: number,
  { undo, keep }: RecoverOptions,
): Promise<Recovery | undefined> {
  const asker = await openAsker(terminal, 'this has to be confirmed');
  return asker.one<Recovery | undefined>(`Settle this on ${counted(hosts, 'host')}?`, [
    { value: undefined, name: 'no, change nothing' },
    ...(keep
      ? []
      : [{ value: 'undo' as const, name: 'undo: take back what still holds what the runs wrote' }]),
    ...(undo ? [] : [{ value: 'keep' as const, name: 'keep: where all of a run reads as it was wanted' }]),
  ]);
}
