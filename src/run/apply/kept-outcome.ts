import type { HostOutcome } from '../../model/outcome.ts';
import { counted, printable } from '../../model/printable.ts';
import { outcome } from '../outcomes.ts';
import { describeChanges, nameEffect } from '../tables.ts';
import type { HostWork } from './host-work.ts';
import type { Prepared } from './prepare.ts';
import { answersAfter, notReachedText } from './profile-answers.ts';

/**
 * The outcome of a run that the host has kept: heard from the reply to `keep`, or read from the host's record over a new line (`cause` says
 * why then). What was asked for and not allowed makes it `differs`: nobody should read all-is-well from it.
 */
export function keptOutcome(
  work: HostWork,
  prepared: Prepared,
  notInForce: readonly string[],
  cause?: string,
  isRebooted = false,
): HostOutcome {
  const { host, plan, connections, undoDue } = work;
  const { changes, effects, notes } = prepared;
  const done = [
    ...(changes.length > 0 ? [`${counted(changes.length, 'value')} set`] : []),
    ...effects
      .filter(({ kind }) => kind !== 'reboot' || isRebooted)
      .map((effect) => `${nameEffect(effect)} done`),
  ].join(', ');
  const lead = cause === undefined ? done : `${cause}; the host kept the run: ${done}`;
  const profiles = answersAfter(plan, prepared);
  const away = notReachedText(profiles);
  const more = {
    ...(profiles.length > 0 ? { profiles } : {}),
    details: [...notes, ...plan.conflicts],
    notInForce: describeChanges(changes, notInForce),
    connections,
  };
  const until = undoDue === undefined ? '' : `; the host takes it back by itself at ${printable(undoDue)}`;
  if (plan.conflicts.length > 0)
    return outcome(host.name, 'stuck', `${lead}; left alone: ${plan.conflicts.join('; ')}`, more);
  const force = notInForce.length > 0 ? `; ${counted(notInForce.length, 'value')} set, not in force` : '';
  if (prepared.leftOut.length > 0)
    return outcome(
      host.name,
      'differs',
      `${lead}, verified${force}${until}; ${counted(prepared.leftOut.length, 'value')} not set: ${notes.join('; ')}`,
      more,
    );
  if (!isRebooted && effects.some(({ kind }) => kind === 'reboot'))
    return outcome(
      host.name,
      'differs',
      `${lead}, verified${force}${until}; the reboot was not asked for`,
      more,
    );
  return away
    ? outcome(host.name, 'differs', `${lead}, verified${force}${until}; ${away}`, more)
    : outcome(host.name, 'applied', `${lead}, verified${force}${until}`, more);
}
