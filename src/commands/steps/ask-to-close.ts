import type { HostOutcome } from '../../model/outcome.ts';
import type { HostPlan, Plan } from '../../model/plan.ts';
import { lookWhoHasOpen } from '../../run/apply/open-applications.ts';
import { outcome } from '../../run/outcomes.ts';
import { openAsker } from '../../ui/asker.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { ConsentOptions } from '../options.ts';
import type { Fleet } from './fleet.ts';

/** Hosts that a person left out because somebody uses there what has to be closed; undefined: he wants nothing done at all. */
type Skipped = readonly HostOutcome[] | undefined;

/**
 * Before anything is locked or written: shows who has open what has to be closed, and asks. Whoever goes on without an answer, or waits with
 * `--wait-for-close`, is told by the run itself, which looks again.
 */
export async function askToClose(
  terminal: Terminal,
  fleet: Fleet,
  plan: Plan,
  options: Pick<ConsentOptions, 'yes' | 'waitForClose'>,
  chosen?: ReadonlySet<string>,
): Promise<Skipped> {
  const isAsked = !options.yes && options.waitForClose === undefined;
  const skipped: HostOutcome[] = [];
  for (const host of isAsked ? plan.hosts : []) {
    if (!(chosen?.has(host.host) ?? true) || !host.preconditions?.length) continue;
    const why = await untilClosed(terminal, fleet, host);
    if (why === 'cancel') return undefined;
    if (why !== undefined)
      skipped.push(outcome(host.host, 'waits', `left out: ${why}. Nothing was written; nothing was closed`));
  }
  return skipped;
}

/** Undefined: nobody has it open. */
async function untilClosed(terminal: Terminal, fleet: Fleet, plan: HostPlan): Promise<string | undefined> {
  const [host] = fleet.known([plan.host]);
  if (!host) return undefined;
  await fleet.unlock([host]);
  for (;;) {
    const open = await fleet.atWork([host.name], (context) => lookWhoHasOpen(context, host, plan));
    if (open.length === 0) return undefined;
    for (const line of open) terminal.tell(`${host.name}: ${line}`);
    const asker = await openAsker(terminal, 'a program has to be closed first');
    const answer = await asker.one('Nothing is closed from here. Ask whoever uses it, then:', [
      { value: 'retry', name: 'look again' },
      { value: 'skip', name: 'leave this host out' },
      { value: 'cancel', name: 'cancel: change nothing anywhere' },
    ] as const);
    if (answer === 'cancel') return answer;
    if (answer === 'skip') return open.join('; ');
  }
}
