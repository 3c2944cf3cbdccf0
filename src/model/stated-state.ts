import type { Resource } from './resource.ts';
import type { State } from './state.ts';

/**
 * A state that the user wants and states himself, in the inventory: what `states:` there becomes, and what the remedy
 * `stated-states` receives in its parameter `states`.
 */
export interface StatedState<Subject = Resource> {
  readonly resource: Subject;
  /** For a registry value `absent` with missing "value": a value whose key is missing too is as wanted. */
  readonly want: State;
  readonly reason: string;
  readonly sensitive: boolean;
  /** The service that reads the value only when it starts. */
  readonly restart?: string;
  /** It is in force only after Windows was restarted. */
  readonly reboot?: true;
  /** The program that must not run while this is set: its file's name. */
  readonly closed?: string;
}

/** One wish for every user of a host: which profiles there are, only the host can tell. */
export interface UsersRegistryValue {
  readonly kind: 'users-registry-value';
  readonly key: string;
  readonly name: string;
  /** Also in the profile that new users begin with. */
  readonly defaultProfile: boolean;
}

/** As it is stated: about one thing, or about the same thing of every user. */
export type SaidSubject = Resource | UsersRegistryValue;
