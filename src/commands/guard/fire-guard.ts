import { UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import { runText } from '../../report/outcome-text.ts';
import { fireTimedUndo } from '../../run/recover/fire-timed-undo.ts';
import { openAsker } from '../../ui/asker.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { GuardOptions } from '../guard.ts';
import { recoverFleet, refuseWithoutPerson } from '../recover/recover-fleet.ts';
import { CANCELLED } from '../steps/consent.ts';
import { openFleet } from '../steps/fleet.ts';
import { chooseGuard, oneHost } from './choose-guard.ts';

/** Undoes now what would be undone later. A guard's run is open, and goes the way of every open run; a timed undo's was kept. */
export async function fireGuard(terminal: Terminal, name: string, options: GuardOptions): Promise<number> {
  refuseWithoutPerson(terminal, options.yes);
  const fleet = await openFleet(terminal, options);
  const host = await oneHost(fleet, name);
  const guard = await chooseGuard(fleet, host, options.run);
  if (options.run !== undefined && !guard)
    throw new UsageError(`no guard or timed undo of run ${options.run} stands on ${host.name}`);
  if (guard?.record !== 'kept') return recoverFleet(terminal, [name], { ...options, undo: true });
  const agreed =
    options.yes ||
    (await (
      await openAsker(terminal, 'this has to be confirmed')
    ).one(
      `Take run ${printable(guard.run)} back on ${host.name} now, where it still holds what the run wrote?`,
      [
        { value: false, name: `no, leave it until ${printable(guard.due ?? '')}` },
        { value: true, name: 'yes, take it back' },
      ],
    ));
  if (!agreed) {
    terminal.tell('Nothing was changed.');
    return CANCELLED;
  }
  const ended = await fleet.atWork([host.name], (context) => fireTimedUndo(context, host, guard.run));
  terminal.result(
    () => ({
      schema: 'setright/guard-fire@1',
      run: ended.run,
      of: guard.run,
      exitCode: ended.exitCode,
      chainHead: ended.chainHead,
      hosts: ended.outcomes,
    }),
    () => runText(ended, terminal),
  );
  return ended.exitCode;
}
