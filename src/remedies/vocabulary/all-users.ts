import type { Reading } from '../../model/fact.ts';
import { printable } from '../../model/printable.ts';
import type { ProfileAnswer, ProfilesFact, UserProfile } from '../../model/profile.ts';
import type { UserRegistryValue } from '../../model/resource.ts';
import type { State } from '../../model/state.ts';
import type { SaidSubject, StatedState, UsersRegistryValue } from '../../model/stated-state.ts';

/** What is wanted of one user: a state of his own, or the reason why his profile is not touched. */
export interface OfUser {
  readonly stated: StatedState<UserRegistryValue>;
  readonly profile: UserProfile;
  /** Undefined for a profile whose hive may be changed. */
  readonly untouched?: string;
}

export const isForUsers = (stated: StatedState<SaidSubject>): stated is StatedState<UsersRegistryValue> =>
  stated.resource.kind === 'users-registry-value';

/** One wish for all users as one for each profile. Service and virtual accounts are no users; the default profile only where it is asked for. */
export function ofEachUser(
  stated: StatedState<UsersRegistryValue>,
  profiles: Reading<ProfilesFact>,
): readonly OfUser[] {
  if (!profiles.known) return [];
  const { key, name, defaultProfile } = stated.resource;
  return profiles.value.profiles
    .filter(({ kind }) => kind !== 'service' && kind !== 'virtual' && (kind !== 'default' || defaultProfile))
    .map((profile): OfUser => {
      const resource: UserRegistryValue = {
        kind: 'user-registry-value',
        sid: profile.sid,
        profile: profile.path,
        key,
        name,
      };
      const untouched = reasons[profile.kind];
      return { stated: { ...stated, resource }, profile, ...(untouched === undefined ? {} : { untouched }) };
    });
}

const reasons: Readonly<Partial<Record<UserProfile['kind'], string>>> = {
  temporary:
    'a temporary profile: Windows could not load the one of this user, and what is written here is lost',
  backup: 'a profile set aside as .bak: Windows could not load it',
  mandatory: 'a mandatory profile: what is written there is lost at log-off',
};

/** `CORP\anna, ` where the name is known. */
export const userName = ({ name }: UserProfile): string => (name === '' ? '' : `${printable(name)}, `);

export function answerOf(
  { stated, profile, untouched }: OfUser,
  state: State | undefined,
  isAsWanted: boolean,
): ProfileAnswer {
  const head = { resource: stated.resource, user: profile.name };
  if (untouched !== undefined) return { ...head, answer: 'unreachable', why: untouched };
  if (state?.status === 'unreadable')
    return { ...head, answer: state.hive ?? 'unreachable', why: whyNot(state.hive, state.why) };
  return { ...head, answer: isAsWanted ? 'already' : 'differs', why: '' };
}

const whyNot = (hive: ProfileAnswer['answer'] | undefined, why: string): string =>
  hive === 'not-loaded'
    ? 'the user is not logged on, so the hive is not loaded; --load-hives mounts it'
    : why;
