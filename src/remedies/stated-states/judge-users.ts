import { printable } from '../../model/printable.ts';
import { isReached, type ProfileAnswer } from '../../model/profile.ts';
import type { Evidence } from '../../model/remedy.ts';
import type { StatedState, UsersRegistryValue } from '../../model/stated-state.ts';
import { answerOf, type OfUser, ofEachUser, userName } from '../vocabulary/all-users.ts';
import { type JudgedState, judgeState } from './judge-state.ts';

/** One wish for all users: judged profile by profile. What was not reached is unknown, never compliant. */
export function judgeUsers(
  stated: StatedState<UsersRegistryValue>,
  evidence: Evidence,
): { readonly judged: readonly JudgedVerdict[]; readonly answers: readonly ProfileAnswer[] } {
  const profiles = evidence.fact('profiles', 'profiles');
  const what = `${printable(stated.resource.key)} "${printable(stated.resource.name)}"`;
  const all = ofEachUser(stated, profiles);
  if (!profiles.known || all.length === 0) {
    const why = profiles.known
      ? 'is as stated: no user has a profile here'
      : `could not be judged: ${printable(profiles.why)}`;
    return {
      judged: [verdict(profiles.known ? 'compliant' : 'unknown', `every user's ${what} ${why}`)],
      answers: [],
    };
  }
  const each = all.map((one) => judgeUser(one, evidence));
  return { judged: each.map(({ judged }) => judged), answers: each.map(({ answer }) => answer) };
}

type JudgedVerdict = Pick<JudgedState, 'verdict' | 'reasons' | 'wish'>;

const verdict = (said: JudgedState['verdict'], reason: string): JudgedVerdict => ({
  verdict: said,
  reasons: [reason],
});

function judgeUser(one: OfUser, evidence: Evidence): { judged: JudgedVerdict; answer: ProfileAnswer } {
  const { stated, profile, untouched } = one;
  const { resource } = stated;
  const state = untouched === undefined ? evidence.state(resource) : undefined;
  if (untouched === undefined && state?.status !== 'unreadable') {
    const judged = judgeState(stated, evidence, () => {
      throw new TypeError('no service reads the values of users');
    });
    const named = judged.reasons.map((reason) => `${userName(profile)}${reason}`);
    return {
      judged: { ...judged, reasons: named },
      answer: answerOf(one, state, judged.verdict === 'compliant'),
    };
  }
  const answer = answerOf(one, state, false);
  const why = `${userName(profile)}${evidence.describe(resource)} ${words[answer.answer]}: ${printable(answer.why)}`;
  return { judged: verdict(isReached(answer) ? 'compliant' : 'unknown', why), answer };
}

const words: Readonly<Record<ProfileAnswer['answer'], string>> = {
  done: 'was set',
  already: 'is as stated',
  differs: 'differs',
  'in-use': 'was not reached, its hive is in use',
  'not-loaded': 'was not reached, its hive is not loaded',
  unreachable: 'was not reached',
};
