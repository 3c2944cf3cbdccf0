import type { OsFact, Reading } from '../../model/fact.ts';
import { FLAPS_WITHIN_SECONDS, rhythmOf } from '../../model/rhythm.ts';
import { tally } from '../vocabulary/limit-event.ts';
import { isBefore } from '../vocabulary/windows-release.ts';
import type { Observed } from './observed.ts';

/** What the events themselves say of the cause, one sentence each. KB842022 has it found before anything is raised. */
export function likelyCauses({ sessions, others }: Observed, os: Reading<OsFact>): readonly string[] {
  const users = tally(sessions.map(({ user }) => user));
  const [busiest] = users;
  if (!busiest) return [];
  const seconds = rhythmOf(sessions.filter(({ user }) => user === busiest[0]).map(({ at }) => at));
  const hasFolders = others.some(
    ({ type, user }) => /^objtfolder/i.test(type) && users.some(([name]) => name === user),
  );
  return [
    ...(seconds !== undefined && seconds <= FLAPS_WITHIN_SECONDS
      ? [
          `The events of one user follow each other every ${seconds} s: a client that reconnects and leaves its sessions behind, as behind a VPN that swallows large packets, not one that needs more sessions. Look at the path first.`,
        ]
      : []),
    ...(users.length === 1
      ? ['All are of one account: one program or one Outlook profile, not the load of many.']
      : []),
    ...(hasFolders
      ? [
          'The same user reached the limit of folders, too: a large additional mailbox, or desktop search over one.',
        ]
      : []),
    ...(os.known && os.value.server && isBefore(os.value, '6.0')
      ? [
          'On Windows Server 2003 SP2 the Scalable Networking Pack can be the cause: the remedy scalable-networking looks.',
        ]
      : []),
  ];
}
