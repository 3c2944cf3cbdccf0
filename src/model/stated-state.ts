import type { Resource } from './resource.ts';
import type { State } from './state.ts';

/**
 * A state that the user wants and states himself, in the inventory: what `states:` there becomes, and what the remedy
 * `stated-states` receives in its parameter `states`.
 */
export interface StatedState {
  readonly resource: Resource;
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
