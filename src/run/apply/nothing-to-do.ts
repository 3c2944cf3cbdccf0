import type { HostOutcome } from '../../model/outcome.ts';
import { outcome } from '../outcomes.ts';
import type { HostWork } from './host-work.ts';
import type { Prepared } from './prepare.ts';
import { answersAfter, notReachedText } from './profile-answers.ts';
import { type Settled, undoneText } from './settle.ts';

/** The outcome of a plan of which nothing is left to be done on this host: nothing was written. */
export function nothingToDo(work: HostWork, prepared: Prepared, settled: readonly Settled[]): HostOutcome {
  const { conflicts } = work.plan;
  const details = [...prepared.notes, ...conflicts];
  const undone = settled.map(undoneText);
  if (conflicts.length > 0)
    return outcome(work.host.name, 'stuck', `left alone: ${conflicts.join('; ')}`, {
      details,
      connections: work.connections,
    });
  const summary = undone[0] ?? prepared.notes[0] ?? 'already as planned; nothing was written';
  const isShort = prepared.leftOut.length > 0 || prepared.declined.length > 0;
  const done = undone.length > 0 ? 'applied' : 'nothing';
  const profiles = answersAfter(work.plan, prepared);
  const away = notReachedText(profiles);
  const said = away ? `${summary}; ${away}` : summary;
  return outcome(work.host.name, isShort || away ? 'differs' : done, said, {
    details,
    ...(profiles.length > 0 ? { profiles } : {}),
    connections: work.connections,
  });
}
