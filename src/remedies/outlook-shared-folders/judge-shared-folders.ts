import type { Reading } from '../../model/fact.ts';
import { printable } from '../../model/printable.ts';
import type { ProfilesFact } from '../../model/profile.ts';
import type { Evidence, Judgement } from '../../model/remedy.ts';
import type { StatedState, UsersRegistryValue } from '../../model/stated-state.ts';
import { sameName } from '../../model/windows-name.ts';
import { answerOf, type OfUser, ofEachUser, userName } from '../vocabulary/all-users.ts';
import { dword, dwordIn } from '../vocabulary/dword-value.ts';
import { judged } from '../vocabulary/judgement.ts';
import { installedOutlooks } from '../vocabulary/outlook-versions.ts';

/** Outlook 2003 has no such switch. */
const VERSIONS = ['12.0', '14.0', '15.0', '16.0'];

const wanted = (version: string): StatedState<UsersRegistryValue> => ({
  resource: {
    kind: 'users-registry-value',
    key: `Software\\Policies\\Microsoft\\Office\\${version}\\Outlook\\Cached Mode`,
    name: 'DownloadSharedFolders',
    defaultProfile: false,
  },
  want: dword(0),
  reason: 'each folder of a large additional mailbox takes an object of the session (KB842022)',
  sensitive: false,
});

export const sharedFolderValues = (profiles: Reading<ProfilesFact>, user: string): readonly OfUser[] =>
  user === '' ? [] : VERSIONS.flatMap((version) => ofUser(version, profiles, user));

const ofUser = (version: string, profiles: Reading<ProfilesFact>, user: string): readonly OfUser[] =>
  ofEachUser(wanted(version), profiles).filter(
    ({ profile }) => sameName(profile.sid, user) || (profile.name !== '' && sameName(profile.name, user)),
  );

export function judgeSharedFolders(evidence: Evidence, user: string): Judgement {
  if (user === '')
    return judged(
      'not-applicable',
      'Nobody was named: --set outlook-shared-folders.user=DOMAIN\\name says for whom.',
    );
  const installed = installedOutlooks(evidence);
  if ('unknown' in installed) return judged('unknown', `${installed.unknown}.`);
  const versions = VERSIONS.filter((version) => installed.includes(version));
  if (versions.length === 0)
    return judged(
      'not-applicable',
      'No Outlook that downloads shared folders is installed here (2007 and later do).',
    );
  const profiles = evidence.fact('profiles', 'profiles');
  if (!profiles.known)
    return judged('unknown', `Whose profiles there are could not be told: ${printable(profiles.why)}.`);
  const all = versions.flatMap((version) => ofUser(version, profiles, user));
  if (all.length === 0) return judged('not-applicable', `${printable(user)} has no profile here.`);
  const each = all.map((one) => {
    const { stated, untouched, profile } = one;
    const state = untouched === undefined ? evidence.state(stated.resource) : undefined;
    const isOff = state !== undefined && dwordIn(state) === 0;
    const answer = answerOf(one, state, isOff);
    const isReached = state !== undefined && state.status !== 'unreadable';
    const who = `${userName(profile)}${evidence.describe(stated.resource)}`;
    return {
      resource: stated.resource,
      reason: stated.reason,
      sid: profile.sid,
      answer,
      isOff,
      isReached,
      text: isReached
        ? `${who} is ${evidence.describeState(stated.resource, state)}: ${isOff ? 'shared folders are not downloaded' : 'shared folders are downloaded'}.`
        : `${who} was not reached: ${printable(answer.why)}.`,
    };
  });
  const on = each.filter(({ isReached, isOff }) => isReached && !isOff);
  return {
    ...judged(
      on.length > 0 ? 'noncompliant' : each.every(({ isReached }) => isReached) ? 'compliant' : 'unknown',
      ...each.map(({ text }) => text),
    ),
    wishes: on.map(({ resource, reason }) => ({ resource, want: dword(0), reason })),
    preconditions: on.map(({ resource, sid }) => ({
      kind: 'application.close',
      application: 'OUTLOOK.EXE',
      profiles: [sid],
      reason: 'Outlook reads the value when it starts',
      resources: [resource],
    })),
    profiles: each.map(({ answer }) => answer),
  };
}
