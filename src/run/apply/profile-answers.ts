import type { HostPlan } from '../../model/plan.ts';
import { counted } from '../../model/printable.ts';
import { isReached, type ProfileAnswer } from '../../model/profile.ts';
import { identityOf } from '../../plan/states.ts';
import { typeOf } from '../tables.ts';
import type { Prepared } from './prepare.ts';

/** Every profile's answer once the prepared changes are kept: done is what was set here and verified, nothing else. */
export function answersAfter(
  { profiles = [] }: Pick<HostPlan, 'profiles'>,
  { changes, already }: Pick<Prepared, 'changes' | 'already'>,
): readonly ProfileAnswer[] {
  const names = (all: Prepared['changes']) =>
    new Set(all.map(({ resource }) => identityOf(typeOf, resource)));
  const [done, before] = [names(changes), names(already)];
  return profiles.map((answer) => {
    const name = identityOf(typeOf, answer.resource);
    if (answer.answer !== 'differs') return answer;
    if (done.has(name)) return { ...answer, answer: 'done' };
    return before.has(name) ? { ...answer, answer: 'already' } : answer;
  });
}

/** '' when every profile was reached. */
export function notReachedText(profiles: readonly ProfileAnswer[]): string {
  const away = profiles.filter((answer) => !isReached(answer));
  if (away.length === 0) return '';
  const kinds = [...Map.groupBy(away, ({ answer }) => answer)].map(
    ([answer, each]) => `${each.length} ${words[answer]}`,
  );
  return `${counted(away.length, 'profile')} not reached: ${kinds.join(', ')}`;
}

const words: Readonly<Record<ProfileAnswer['answer'], string>> = {
  done: 'done',
  already: 'already so',
  differs: 'differing',
  'in-use': 'in use',
  'not-loaded': 'not loaded (--load-hives mounts them)',
  unreachable: 'unreachable',
};
