import type { Reading } from '../../model/fact.ts';
import { isPlainObject } from '../../model/json.ts';
import { printable } from '../../model/printable.ts';
import type { ProfileAnswer, ProfilesFact } from '../../model/profile.ts';
import type { Evidence, Judgement, Verdict, Wish } from '../../model/remedy.ts';
import type { State } from '../../model/state.ts';
import { answerOf, type OfUser, ofEachUser, userName } from '../vocabulary/all-users.ts';
import { dword, dwordIn, machineValue, noValue } from '../vocabulary/dword-value.ts';
import { judged } from '../vocabulary/judgement.ts';

const EXPLORER = 'SOFTWARE\\Microsoft\\Internet Explorer';
/** The first has the truth since Internet Explorer 10; the second says 9 there for ever. */
export const browserVersions = [machineValue(EXPLORER, 'svcVersion'), machineValue(EXPLORER, 'Version')];
export const crmClients = ([64, 32] as const).map((view) =>
  machineValue('SOFTWARE\\Microsoft\\MSCRMClient', 'InstallPath', view),
);
const INTERNET_SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const NAMES = ['MaxConnectionsPerServer', 'MaxConnectionsPer1_0Server'];
const GENEROUS = 8;
const ALLOWED_BY_ITSELF = 6;

export const limitValues = (profiles: Reading<ProfilesFact>): readonly OfUser[] =>
  NAMES.flatMap((name) =>
    ofEachUser(
      {
        resource: { kind: 'users-registry-value', key: INTERNET_SETTINGS, name, defaultProfile: false },
        want: noValue,
        reason: '',
        sensitive: false,
      },
      profiles,
    ),
  );

export function judgeConnections(evidence: Evidence, connections: number): Judgement {
  if (!crmClients.some((resource) => isThere(evidence.state(resource))))
    return judged('not-applicable', 'No CRM client is installed here: nothing asks for more connections.');
  const version = browserVersion(evidence);
  if (version === undefined)
    return judged(
      'unknown',
      'The version of Internet Explorer could not be told, and so not what it allows by itself.',
    );
  const isGenerous = version >= GENEROUS;
  const profiles = evidence.fact('profiles', 'profiles');
  if (!profiles.known)
    return judged('unknown', `Whose profiles there are could not be told: ${printable(profiles.why)}.`);
  const each = limitValues(profiles).map((one) => judgeUser(one, evidence, isGenerous, connections));
  const has = (verdict: Verdict) => each.some((one) => one.verdict === verdict);
  const head = isGenerous
    ? `Internet Explorer ${version} allows ${ALLOWED_BY_ITSELF} connections to a server by itself.`
    : `Internet Explorer ${version} allows two connections to a server, four to an old one, and a CRM client is here.`;
  return {
    verdict: has('noncompliant') ? 'noncompliant' : has('unknown') ? 'unknown' : 'compliant',
    reasons: [head, ...each.flatMap(({ reason }) => reason ?? [])],
    wishes: each.flatMap(({ wish }) => wish ?? []),
    effects: [],
    advice: [],
    ...(each.length > 0 ? { profiles: each.map(({ answer }) => answer) } : {}),
  };
}

interface JudgedLimit {
  readonly verdict: Verdict;
  readonly answer: ProfileAnswer;
  readonly reason?: string;
  readonly wish?: Wish;
}

function judgeUser(one: OfUser, evidence: Evidence, isGenerous: boolean, connections: number): JudgedLimit {
  const { stated, profile, untouched } = one;
  const { resource } = stated;
  const state = untouched === undefined ? evidence.state(resource) : undefined;
  const who = `${userName(profile)}${evidence.describe(resource)}`;
  if (state === undefined || state.status === 'unreadable') {
    const answer = answerOf(one, state, false);
    const reason = `${who} was not reached: ${printable(answer.why)}.`;
    // Without a value of their own six hold, for those who were not looked at too.
    return { verdict: 'unknown', answer, reason };
  }
  const limit = dwordIn(state);
  const least = isGenerous ? ALLOWED_BY_ITSELF : connections;
  const isEnough = limit === undefined ? isGenerous : limit >= least;
  const answer = answerOf(one, state, isEnough);
  if (isEnough) return { verdict: 'compliant', answer };
  const shown = `${who} is ${evidence.describeState(resource, state)}`;
  if (isGenerous)
    return {
      verdict: 'noncompliant',
      answer,
      reason: `${shown}: fewer than without it.`,
      wish: { resource, want: noValue, reason: 'without a value of the user, more connections are allowed' },
    };
  return {
    verdict: 'noncompliant',
    answer,
    reason: `${shown}: the CRM client waits for connections.`,
    wish: {
      resource,
      want: dword(connections),
      reason: `${connections} connections to a server, for the CRM client (KB2015877)`,
    },
  };
}

/** The first number of it: 8 of 8.0.7600.16385. */
function browserVersion(evidence: Evidence): number | undefined {
  for (const resource of browserVersions) {
    const state = evidence.state(resource);
    if (state.status === 'unreadable') return undefined;
    const text = state.status === 'present' && isPlainObject(state.value) ? String(state.value.data) : '';
    const [, major] = /^(\d{1,3})\./.exec(text) ?? [];
    if (major !== undefined) return Number(major);
  }
  return undefined;
}

/** Any value of the key, or the key alone, shows that a CRM client was installed. */
const isThere = (state: State): boolean =>
  state.status === 'present' || (state.status === 'absent' && state.missing === 'value');
