import { exitCodeOf } from '../../model/outcome.ts';
import { counted, printable } from '../../model/printable.ts';
import { outcomesText, runText } from '../../report/outcome-text.ts';
import { indented } from '../../report/wrap.ts';
import { findOldRecords, pruneRecords } from '../../run/recover/prune-records.ts';
import { openAsker } from '../../ui/asker.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { RecoverOptions } from '../recover.ts';
import { worstOf } from '../steps/carry-out-plan.ts';
import { CANCELLED } from '../steps/consent.ts';
import { openFleet } from '../steps/fleet.ts';
import { refuseWithoutPerson } from './recover-fleet.ts';

/** Shows which records of ended runs hosts hold, asks, and removes them. The backups here stay. */
export async function pruneOldRecords(
  terminal: Terminal,
  selectors: readonly string[],
  options: RecoverOptions,
): Promise<number> {
  refuseWithoutPerson(terminal, options.yes);
  const fleet = await openFleet(terminal, options);
  const hosts = fleet.select(selectors.length > 0 ? selectors : ['all']);
  await fleet.unlock(hosts);
  const { found, rest } = await fleet.atWork(
    hosts.map(({ name }) => name),
    (context) => findOldRecords(context, hosts, options.olderThan ?? 0),
  );
  const schema = 'setright/recover-prune@1';
  if (found.length === 0) {
    const exitCode = exitCodeOf(rest.map(({ status }) => status));
    terminal.result(
      () => ({ schema, run: null, exitCode, chainHead: null, found, hosts: rest }),
      () => (rest.length > 0 ? outcomesText(rest, terminal) : 'No host to look at.'),
    );
    return exitCode;
  }
  const lines = found.map(({ host, runs }) =>
    indented(printable(`${host}: ${runs.join(', ')}`), terminal.width, 0, 2),
  );
  (options.yes ? terminal.say : terminal.tell)(`Records of ended runs:\n${lines.join('\n')}\n`);
  if (!options.yes) {
    const records = found.reduce((sum, { runs }) => sum + runs.length, 0);
    const asker = await openAsker(terminal, 'this has to be confirmed');
    const agreed = await asker.one(
      `Remove ${counted(records, 'record')} from ${counted(found.length, 'host')}? It cannot be undone.`,
      [
        { value: false, name: 'no, leave them' },
        { value: true, name: 'yes, remove them' },
      ],
    );
    if (!agreed) {
      terminal.tell('Nothing was changed.');
      return CANCELLED;
    }
  }
  const ended = await fleet.atWork(
    found.map(({ host }) => host),
    (context) => pruneRecords(context, found, fleet.hosts),
  );
  const outcomes = [...ended.outcomes, ...rest];
  const exitCode = worstOf(ended.exitCode, rest);
  terminal.result(
    () => ({ schema, run: ended.run, exitCode, chainHead: ended.chainHead, found, hosts: outcomes }),
    () => runText({ ...ended, outcomes }, terminal),
  );
  return exitCode;
}
