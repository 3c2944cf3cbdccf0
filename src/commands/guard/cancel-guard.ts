import { UsageError } from '../../model/errors.ts';
import type { ShownGuard } from '../../model/guard.ts';
import { printable } from '../../model/printable.ts';
import { disarmGuard } from '../../run/recover/host-guards.ts';
import { openAsker } from '../../ui/asker.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { GuardOptions } from '../guard.ts';
import { CANCELLED } from '../steps/consent.ts';
import { openFleet } from '../steps/fleet.ts';
import { chooseGuard, oneHost } from './choose-guard.ts';

/** Takes the guard or timed undo of one host away. Its values stay as they are, and nothing on the host undoes them by itself any more. */
export async function cancelGuard(terminal: Terminal, name: string, options: GuardOptions): Promise<number> {
  if (!options.yes && !terminal.interactive && !terminal.answers)
    throw new UsageError(
      'nothing was changed: there is no terminal to confirm on. --yes goes without asking',
    );
  const fleet = await openFleet(terminal, options);
  const host = await oneHost(fleet, name);
  const guard = await chooseGuard(fleet, host, options.run);
  if (!guard) {
    terminal.result(
      () => ({ schema: 'setright/guard-cancel@1', host: host.name, run: null, guard: 'none', exitCode: 0 }),
      () => `No guard stands on ${host.name}, and no timed undo.`,
    );
    return 0;
  }
  const isAgreed = options.yes || (await ask(terminal, host.name, guard));
  if (!isAgreed) {
    terminal.tell('Nothing was changed.');
    return CANCELLED;
  }
  const removal = await fleet.atWork([host.name], (context) => disarmGuard(context, host, guard));
  const exitCode = removal === 'left' ? 4 : 0;
  terminal.result(
    () => ({
      schema: 'setright/guard-cancel@1',
      host: host.name,
      run: guard.run,
      kind: guard.kind,
      guard: removal,
      exitCode,
    }),
    () =>
      removal === 'left'
        ? `The task ${taskOf(guard)} still stands on ${host.name}: remove it there by hand.`
        : `The ${guard.kind} of run ${printable(guard.run)} is gone from ${host.name}. ${whatFollows(guard, host.name)}`,
  );
  return exitCode;
}

const taskOf = ({ kind, run }: ShownGuard): string =>
  `Setright-${kind === 'guard' ? 'guard' : 'timed'}-${printable(run)}`;

const whatFollows = ({ record, run }: ShownGuard, host: string): string =>
  record === 'open'
    ? `The run is settled with: setright recover ${host}`
    : `What it set lasts now; it is taken back with: setright rollback ${printable(run)}`;

const ask = async (terminal: Terminal, host: string, { kind, record, run }: ShownGuard): Promise<boolean> =>
  (await openAsker(terminal, 'this has to be confirmed')).one(
    `Take the ${kind} of run ${printable(run)} away from ${host}? ${
      record === 'open'
        ? 'Nothing there undoes it by itself any more.'
        : 'What was set for a time lasts then.'
    }`,
    [
      { value: false, name: 'no, leave it' },
      { value: true, name: 'yes, take it away' },
    ],
  );
