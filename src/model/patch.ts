/**
 * What mends a fault of Windows or a program: any one of some updates, or files from a version on. Updates are a list that somebody keeps;
 * the files are what runs. So where a file can be read it decides, and the list speaks only where none can.
 */
export interface Patch {
  readonly updates: readonly Update[];
  readonly files: FilesFrom;
}

/** Every copy that is there has to be of this version at least; four numbers. */
export interface FilesFrom {
  readonly paths: readonly string[];
  readonly least: string;
}

/** One that its installer has written down below HKLM. */
export interface Update {
  readonly kb: string;
  readonly key: string;
}
