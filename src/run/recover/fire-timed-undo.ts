import { ExpectedError, HostError, RefusedError, UnfinishedError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { counted, printable } from '../../model/printable.ts';
import type { EndedRun } from '../apply/journalled-run.ts';
import { atWork, refuseOtherRecord } from '../apply/settle.ts';
import { shownReport } from '../apply/shown-report.ts';
import { describeStuck } from '../apply/undone-outcome.ts';
import { endHives } from '../connect/hives.ts';
import { Session } from '../connect/session.ts';
import type { RunContext } from '../context.ts';
import { messageOf, outcome, outcomeOfError } from '../outcomes.ts';
import { lockMachine } from './recover-host.ts';
import { recoveryRun } from './recovery-run.ts';

/** Does now what the timed undo of `of` would do when it is due, as a run with a journal. The host's own conditional undo takes the task away too. */
export const fireTimedUndo = (context: RunContext, host: Host, of: string): Promise<EndedRun> =>
  recoveryRun(context, [{ host: host.name }], async (_item, run, journal): Promise<HostOutcome> => {
    let session: Session | undefined;
    let isAsked = false;
    try {
      session = await Session.open(host, context, [of]);
      session.hidesValues = true;
      session.hives.append = (entry) => journal.append(entry);
      const { lock: held, machine } = session.hello;
      if (held?.alive) throw new RefusedError(atWork(host.name, held));
      const lock = await lockMachine({ context, run, host, breakLock: undefined }, machine);
      try {
        await refuseOtherRecord({ context, host, session }, of);
        await journal.append({ event: 'undo-intended', host: host.name, of });
        isAsked = true;
        const report = await session.request('undo', { run: of });
        await journal.append({
          event: 'undone',
          host: host.name,
          of,
          report: shownReport(context.backups, report, () => true),
        });
        if (report.state === 'restored') {
          const restored = report.changes.filter((change) => change.outcome === 'restored').length;
          const text = `run ${of} is taken back: ${counted(restored, 'value')} restored`;
          return await endHives(session, outcome(host.name, 'recovered', text));
        }
        const stuck = describeStuck(report, (id) => `change ${printable(id)}`);
        const text = `run ${of} could not be taken back whole: ${stuck.join('; ')}`;
        return await endHives(session, outcome(host.name, 'stuck', text, { details: stuck }));
      } finally {
        await lock.release();
      }
    } catch (error) {
      const isOpen = isAsked && error instanceof ExpectedError && !(error instanceof HostError);
      return outcomeOfError(
        host.name,
        isOpen
          ? new UnfinishedError(`${messageOf(error)}. It may be done or not: recover looks`, { cause: error })
          : error,
      );
    } finally {
      await session?.close();
    }
  });
