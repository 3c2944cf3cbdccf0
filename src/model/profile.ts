import type { UserRegistryValue } from './resource.ts';

/** What `ProfileList` names, by SID. */
export interface ProfilesFact {
  readonly profiles: readonly UserProfile[];
}

export interface UserProfile {
  /** `default` for the profile that new users begin with. */
  readonly sid: string;
  readonly path: string;
  /** Windows has its hive loaded below HKEY_USERS: the user is logged on, or something of his runs. */
  readonly loaded: boolean;
  /**
   * `service`: SYSTEM and its two likes; `virtual`: accounts of services and application pools. `temporary`: Windows could not load the
   * user's own, what is written is lost; `backup`: that own one, set aside as `.bak`; `mandatory`: changes are lost at log-off.
   */
  readonly kind: 'user' | 'service' | 'virtual' | 'temporary' | 'backup' | 'mandatory' | 'default';
  /** `DOMAIN\\name`, '' where it could not be resolved. */
  readonly name: string;
}

/** One profile's answer to one wish for all users. `done` is said of nothing but what was set and read back. */
export interface ProfileAnswer {
  readonly resource: UserRegistryValue;
  /** The user's `DOMAIN\\name`, '' where it could not be resolved. */
  readonly user: string;
  readonly answer: 'done' | 'already' | 'differs' | 'in-use' | 'not-loaded' | 'unreachable';
  /** Why it was not reached; '' for the others. */
  readonly why: string;
}

/** Whether the value there is known: any other answer keeps a host from being compliant. */
export const isReached = ({ answer }: ProfileAnswer): boolean =>
  answer === 'done' || answer === 'already' || answer === 'differs';
