/**
 * Hives of users who are not logged on, while we have them mounted. A mount is named after the process that made it
 * (`Setright-<pid>-<start>-<SID>`), so that any later contact can tell one that was left behind.
 */
export interface HiveMount {
  readonly sid: string;
  /** Below HKEY_USERS. */
  readonly name: string;
  /** The PowerShell that mounted it still runs. */
  readonly alive: boolean;
}

/** `loaded`: Windows has the hive loaded itself, nothing was done. Of the others only `mounted` has a name. */
export interface Mounting {
  readonly outcome: 'mounted' | 'loaded' | 'in-use' | 'unreachable';
  readonly name: string;
  readonly why: string;
}

/** What became of one mount. `left`: still there after all tries; `why` is what Windows said. */
export interface Unmounting {
  readonly sid: string;
  readonly name: string;
  readonly outcome: 'unmounted' | 'left';
  readonly why: string;
  /** The user logged on meanwhile. Windows could not load the hive then and gave out a temporary profile. */
  readonly loggedOn: boolean;
}
