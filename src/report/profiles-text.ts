import { printable } from '../model/printable.ts';
import { isReached, type ProfileAnswer } from '../model/profile.ts';
import { typeOf } from '../run/tables.ts';
import type { Look } from './look.ts';
import { indented } from './wrap.ts';

const words: Readonly<Record<ProfileAnswer['answer'], string>> = {
  done: 'done',
  already: 'already',
  differs: 'differs',
  'in-use': 'in use',
  'not-loaded': 'not loaded',
  unreachable: 'unreachable',
};

/** Every profile with its answer to a wish for all users; those that were not reached with the reason. */
export function profilesText(
  profiles: readonly ProfileAnswer[],
  look: Look,
  indent: number,
): readonly string[] {
  if (profiles.length === 0) return [];
  return [
    `${' '.repeat(indent)}Profiles`,
    ...profiles.map((answer) => {
      const { resource, user, why } = answer;
      const who = `${user === '' ? '' : `${printable(user)}, `}${typeOf(resource).describe(resource)}`;
      const text = `${words[answer.answer]}: ${who}${isReached(answer) ? '' : `: ${printable(why)}`}`;
      return indented(text, look.width, indent + 2, 2);
    }),
  ];
}
