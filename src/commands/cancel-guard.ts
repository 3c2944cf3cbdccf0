import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { disarmGuard, readGuards } from '../run/host-guards.ts';
import { openAsker } from '../ui/asker.ts';
import type { Terminal } from '../ui/terminal.ts';
import { CANCELLED } from './consent.ts';
import { openFleet } from './fleet.ts';
import type { GuardOptions } from './guard.ts';

/** Takes the guard of one host away. Its values stay as they are, and nothing on the host undoes them by itself any more. */
export async function cancelGuard(terminal: Terminal, name: string, options: GuardOptions): Promise<number> {
  if (!options.yes && !terminal.interactive && !terminal.answers)
    throw new UsageError(
      'nothing was changed: there is no terminal to confirm on. --yes goes without asking',
    );
  const fleet = await openFleet(terminal, options);
  const [host, ...others] = fleet.select([name]);
  if (!host || others.length > 0)
    throw new UsageError(`${name} is more than one host; cancel their guards one by one`);
  await fleet.unlock([host]);
  const [guard] = await fleet.atWork([host.name], (context) => readGuards(context, host));
  if (!guard) {
    terminal.result(
      () => ({ schema: 'setright/guard-cancel@1', host: host.name, run: null, guard: 'none', exitCode: 0 }),
      () => `No guard stands on ${host.name}.`,
    );
    return 0;
  }
  const isAgreed = options.yes || (await ask(terminal, host.name, guard.run));
  if (!isAgreed) {
    terminal.tell('Nothing was changed.');
    return CANCELLED;
  }
  const removal = await fleet.atWork([host.name], (context) => disarmGuard(context, host, guard.run));
  const exitCode = removal === 'left' ? 4 : 0;
  terminal.result(
    () => ({
      schema: 'setright/guard-cancel@1',
      host: host.name,
      run: guard.run,
      guard: removal,
      exitCode,
    }),
    () =>
      removal === 'left'
        ? `The task Setright-guard-${printable(guard.run)} still stands on ${host.name}: remove it there by hand.`
        : `The guard of run ${printable(guard.run)} is gone from ${host.name}. The run is settled with: setright recover ${host.name}`,
  );
  return exitCode;
}

const ask = async (terminal: Terminal, host: string, run: string): Promise<boolean> =>
  (await openAsker(terminal, 'this has to be confirmed')).one(
    `Take the guard of run ${printable(run)} away from ${host}? Nothing there undoes it by itself any more.`,
    [
      { value: false, name: 'no, leave it' },
      { value: true, name: 'yes, take it away' },
    ],
  );
