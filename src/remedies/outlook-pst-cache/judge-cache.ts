import type { Reading } from '../../model/fact.ts';
import type { OutlookDataFilesFact } from '../../model/outlook.ts';
import type { Precondition } from '../../model/precondition.ts';
import { counted, printable } from '../../model/printable.ts';
import type { ProfileAnswer, ProfilesFact } from '../../model/profile.ts';
import type { Evidence, Judgement, Verdict, Wish } from '../../model/remedy.ts';
import type { StatedState, UsersRegistryValue } from '../../model/stated-state.ts';
import { answerOf, type OfUser, ofEachUser, userName } from '../vocabulary/all-users.ts';
import { dword, dwordIn } from '../vocabulary/dword-value.ts';
import { judged } from '../vocabulary/judgement.ts';
import { installedOutlooks, LEGACY_VERSIONS } from '../vocabulary/outlook-versions.ts';

const OUTLOOK = 'OUTLOOK.EXE';

/** The value of one version, of every user. */
const wanted = (version: string): StatedState<UsersRegistryValue> => ({
  resource: {
    kind: 'users-registry-value',
    key: `Software\\Microsoft\\Office\\${version}\\Outlook\\PST`,
    name: 'UseLegacyCacheSize',
    defaultProfile: false,
  },
  want: dword(1),
  reason: `Outlook ${version} caches each PST with more memory than earlier ones, and a 32-bit Outlook runs out of it (KB2015877)`,
  sensitive: false,
});

export const cacheValues = (profiles: Reading<ProfilesFact>): readonly OfUser[] =>
  LEGACY_VERSIONS.flatMap((version) => ofEachUser(wanted(version), profiles));

export function judgeCache(evidence: Evidence, least: number): Judgement {
  const installed = installedOutlooks(evidence);
  if ('unknown' in installed) return judged('unknown', `${installed.unknown}.`);
  if (installed.length === 0) return judged('not-applicable', 'No Outlook is installed here.');
  const legacy = LEGACY_VERSIONS.filter((version) => installed.includes(version));
  if (legacy.length === 0)
    return judged(
      'not-applicable',
      `Outlook ${installed.join(' and ')} is installed: 2013 and later do not read UseLegacyCacheSize. Use a 64-bit Outlook, or fewer PST files.`,
    );
  const profiles = evidence.fact('profiles', 'profiles');
  if (!profiles.known)
    return judged('unknown', `Whose profiles there are could not be told: ${printable(profiles.why)}.`);
  const files = evidence.fact('outlook-data-files', 'data files');
  if (!files.known) return judged('unknown', `PST files could not be counted: ${printable(files.why)}.`);
  const each = legacy
    .flatMap((version) => ofEachUser(wanted(version), profiles))
    .map((one) => judgeUser(one, evidence, files.value, least));
  if (each.length === 0) return judged('compliant', 'No user has a profile here.');
  const has = (verdict: Verdict) => each.some((one) => one.verdict === verdict);
  return {
    // One who is sick is worth a plan; who could not be looked at stands in the reasons.
    verdict: has('noncompliant') ? 'noncompliant' : has('unknown') ? 'unknown' : 'compliant',
    reasons: each.map(({ reason }) => reason),
    wishes: each.flatMap(({ wish }) => wish ?? []),
    effects: [],
    advice: has('noncompliant') ? [fewerFiles] : [],
    preconditions: each.flatMap(({ closed }) => closed ?? []),
    profiles: each.map(({ answer }) => answer),
  };
}

interface JudgedUser {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly answer: ProfileAnswer;
  readonly wish?: Wish;
  readonly closed?: Precondition;
}

function judgeUser(one: OfUser, evidence: Evidence, files: OutlookDataFilesFact, least: number): JudgedUser {
  const { stated, profile, untouched } = one;
  const { resource, want, reason } = stated;
  const state = untouched === undefined ? evidence.state(resource) : undefined;
  const found = files.users.find(({ sid }) => sid === profile.sid);
  const who = `${userName(profile)}${evidence.describe(resource)}`;
  const answer = answerOf(one, state, state !== undefined && dwordIn(state) === 1);
  if (state === undefined || state.status === 'unreadable')
    return { verdict: 'unknown', answer, reason: `${who} was not reached: ${printable(answer.why)}.` };
  if (found?.status !== 'counted') {
    const why = found ? printable(found.why) : 'the user is not signed in';
    return { verdict: 'unknown', answer, reason: `${who}: the PST files could not be counted, ${why}.` };
  }
  const count = counted(found.files, 'PST file');
  if (found.files < least)
    return {
      verdict: 'compliant',
      answer: { ...answer, answer: 'already' },
      reason: `${who}: ${count}, fewer than ${least}; nothing to do.`,
    };
  const shown = evidence.describeState(resource, state);
  if (dwordIn(state) === 1)
    return { verdict: 'compliant', answer, reason: `${who} is ${shown}, with ${count}.` };
  return {
    verdict: 'noncompliant',
    answer,
    reason: `${who} is ${shown}, with ${count}: ${least} and more use up a 32-bit Outlook's memory.`,
    wish: { resource, want, reason },
    closed: {
      kind: 'application.close',
      application: OUTLOOK,
      profiles: [profile.sid],
      reason: 'Outlook reads the value when it starts',
      resources: [resource],
    },
  };
}

const fewerFiles = {
  title: 'What lasts: fewer PST files, and a 64-bit Outlook',
  steps: [
    'Close PST files that nobody needs every day, or import them into an archive mailbox.',
    'A 64-bit Outlook does not run out of addresses; a CRM add-in of its own bits has to exist.',
    'Look at its handles over a day: the remedy crm-outlook counts them.',
  ],
  check: 'OUTLOOK.EXE stays below 10,000 handles for a day, and no OutOfMemoryException follows.',
  undo: 'Nothing was changed by this advice; a PST file that was closed is opened again from its place.',
};
