import { counted, printable } from '../../model/printable.ts';
import type { Evidence, Judgement } from '../../model/remedy.ts';
import { dword, dwordIn } from '../vocabulary/dword-value.ts';
import { judged } from '../vocabulary/judgement.ts';
import { rebootEvidence, rebootWish, waitsForBoot } from '../vocabulary/reboot-wish.ts';
import { TIMED_WAIT_DEFAULT, timedWaitBounds, timedWaitDelay } from '../vocabulary/tcpip-parameters.ts';

/** Half of the ports that Windows gives out unless it is told otherwise. */
const MANY_WAITING = 8192;

export function judgeDelay(evidence: Evidence, asked: number, hours: number): Judgement {
  const os = evidence.fact('os', 'os');
  if (!os.known) return judged('unknown', `The version of Windows could not be told: ${printable(os.why)}.`);
  const state = evidence.state(timedWaitDelay);
  if (state.status === 'unreadable')
    return judged(
      'unknown',
      `${evidence.describe(timedWaitDelay)} could not be read: ${printable(state.why)}.`,
    );
  const { least, most } = timedWaitBounds(os.value);
  const seconds = Math.max(least, asked);
  const shown = `TcpTimedWaitDelay is ${evidence.describeState(timedWaitDelay, state)}`;
  const now = dwordIn(state);
  const reboot = rebootWish(rebootEvidence(evidence), 'Windows reads TcpTimedWaitDelay only when it starts', [
    timedWaitDelay,
  ]);
  const raised =
    seconds > asked ? [`This Windows takes ${least} seconds at the least; ${asked} is not set.`] : [];
  const set = (reason: string, ...reasons: readonly string[]): Judgement => ({
    ...judged('noncompliant', ...reasons, ...raised),
    wishes: [{ resource: timedWaitDelay, want: dword(seconds), reason }],
    effects: [reboot],
  });
  if (state.status === 'present' && (now === undefined || now < least || now > most)) {
    const why = `Windows takes a DWORD from ${least} to ${most} here, so its ${TIMED_WAIT_DEFAULT} seconds hold`;
    return set(why, `${shown}: ${why}.`);
  }
  if (now !== undefined)
    return waitsForBoot(evidence.notInForce(timedWaitDelay), os.value)
      ? {
          ...judged('noncompliant', `${shown}: set, not in force; Windows has not been restarted since.`),
          effects: [reboot],
        }
      : judged('compliant', `${shown}: within what this Windows takes.`);
  return withoutValue(evidence, hours, (why) =>
    set(why, `${shown}: closed connections keep their ports for ${TIMED_WAIT_DEFAULT} seconds.`, `${why}.`),
  );
}

/** Nothing is set; that is as Windows has it, unless something shows that it is too long here. */
function withoutValue(evidence: Evidence, hours: number, shorten: (why: string) => Judgement): Judgement {
  const events = evidence.fact('events', 'reuse');
  if (!events.known) return judged('unknown', `Event 4227 could not be read: ${printable(events.why)}.`);
  const connections = evidence.fact('connections', 'connections');
  if (!connections.known)
    return judged('unknown', `The TCP connections could not be counted: ${printable(connections.why)}.`);
  const waiting = connections.value.groups
    .filter(({ state }) => state === 'TimeWait')
    .reduce((sum, { count }) => sum + count, 0);
  const window = `in the last ${counted(hours, 'hour')}`;
  if (events.value.count > 0)
    return shorten(
      `${counted(events.value.count, 'event')} 4227 ${window}, ${waiting} connections in TimeWait`,
    );
  if (waiting >= MANY_WAITING) return shorten(`${waiting} connections in TimeWait`);
  return judged(
    'compliant',
    `TcpTimedWaitDelay is not set, and nothing asks for it: no event 4227 ${window}, ${waiting} connections in TimeWait.`,
  );
}
