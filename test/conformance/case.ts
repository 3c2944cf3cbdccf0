import type {
  ConnectionEntry,
  DiskFile,
  EventEntry,
  Hive,
  HostState,
  NetworkInterface,
  PathEntry,
  PortRangeEntry,
  Process,
  RegistryKey,
  Service,
} from '../../src/transports/simulated/state/state.ts';

/** One promise of docs/line.md as data: a host, what is said to it, what it has to answer, and what it is then. */
export interface Case {
  readonly name: string;
  /** What differs from the base host. */
  readonly host?: HostPatch;
  readonly steps: readonly Step[];
  /** What the host holds at the end; what is not named here is not looked at. */
  readonly settings?: Settings;
  /** Files of the host's record at the end: their parsed content, a list for `.ndjson`, null for one that must not be there. */
  readonly files?: Readonly<Record<string, Expected>>;
  /** Nothing of a setting was written, or something was. */
  readonly writes?: 'none' | 'some';
  /** Real PowerShell cannot be made to show it: another version, another language mode. */
  readonly only?: 'simulated';
}

export interface HostPatch {
  readonly engine?: Partial<HostState['engine']>;
  readonly identity?: HostState['identity'];
  readonly blocks?: string;
  /** Keys as they are from now on, by path. */
  readonly registry?: readonly RegistryKey[];
  readonly removeKeys?: readonly string[];
  readonly services?: readonly (Partial<Service> & { readonly name: string })[];
  readonly interfaces?: readonly NetworkInterface[];
  readonly paths?: readonly PathEntry[];
  readonly portRanges?: readonly PortRangeEntry[];
  readonly hives?: readonly Hive[];
  readonly accounts?: HostState['accounts'];
  readonly events?: readonly EventEntry[];
  readonly eventsUnreadable?: string;
  readonly connections?: readonly ConnectionEntry[];
  readonly connectionsUnreadable?: string;
  readonly disk?: readonly DiskFile[];
  readonly clock?: string;
  /** Folders below %ProgramData%\Setright that somebody else made; '' is that folder itself. */
  readonly planted?: readonly string[];
  /** Bytes that the disk of the host's record has left. */
  readonly room?: number;
  readonly bootedAt?: string | null;
  readonly shutdown?: HostState['shutdown'];
  readonly tasks?: HostState['tasks'];
  readonly scheduler?: NonNullable<HostState['scheduler']> | 'runs';
  /** Every process that is no service's has ended. */
  readonly endProcesses?: true;
  readonly processes?: readonly Process[];
  /** A text as it is, an object as marked JSON, a list as marked lines; null removes the file. */
  readonly files?: Readonly<Record<string, unknown>>;
}

export type Step =
  /** A request and its one answer: `reply`, or `error` with the code and, if it matters, its data. */
  | Asked
  /** A line that the host has to bear, just as it is. `n` is what its answer carries. */
  | (Answer & { readonly line: string; readonly n: number })
  /** Somebody else changes the host behind the session's back. */
  | { readonly rival: HostPatch }
  /** Stdin ends, or silence lasts until the host ends by itself. */
  | { readonly close: 'stdin' | 'silence'; readonly notice: Expected; readonly exit: number }
  /** The next request goes to a new PowerShell; the one before stays. */
  | { readonly fresh: true }
  /** The PowerShell refuses to serve: the frame under the empty nonce. */
  | { readonly refused: Expected; readonly exit: number };

export type Asked = Answer & { readonly ask: string; readonly body: object };

export interface Answer {
  /** What this one is about, where a case asks many things of one session: starting a real PowerShell costs a second. */
  readonly about?: string;
  readonly reply?: Expected;
  readonly error?: string;
  readonly data?: Expected;
  /** At least so many progress frames come before it, each with a step and its seconds. */
  readonly progress?: number;
  /** The process ends with this code after the answer. */
  readonly exit?: number;
}

/** A value, a matcher anywhere in it (`matchers.ts`). */
export type Expected = unknown;

export interface Settings {
  /** By path: values by name as `[kind, data]`, or null for a key that does not exist. */
  readonly registry?: Readonly<Record<string, Expected>>;
  /** Hives in files: by file, by path from its root on; null for one that is mounted. */
  readonly hives?: Readonly<Record<string, Expected>>;
  /** By name: status and start type. */
  readonly services?: Readonly<Record<string, Partial<Pick<Service, 'status' | 'startType'>>>>;
}
