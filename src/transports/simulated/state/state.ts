import type { IpFamily, PortRange, RegistryKind } from '../../../model/resource.ts';

export const HOST_STATE_SCHEMA = 'setright/host-state@1';

/** A Windows host as data; `docs/host-state.md` explains each member. */
export interface HostState {
  readonly schema: typeof HOST_STATE_SCHEMA;
  machine: { name: string; domain: string; guid: string; installedAt: string };
  engine: { version: string; edition: 'Desktop' | 'Core'; languageMode: string };
  identity: { name: string; elevated: boolean };
  /** The name of the error with which something there (AMSI) keeps our script from running. */
  blocks?: string;
  os: { version: string; build: number; ubr: number; name: string; server: boolean };
  clock?: string;
  /** When Windows started. */
  bootedAt?: string;
  /** A restart that was asked for, and when it strikes. */
  shutdown?: { at: string };
  registry: RegistryKey[];
  services: Service[];
  /** Ranges that are not Windows' own 49152 to 65535. */
  portRanges?: PortRangeEntry[];
  interfaces?: NetworkInterface[];
  paths?: PathEntry[];
  /** Hives of users that Windows has not loaded. */
  hives?: Hive[];
  accounts?: { sid: string; name: string }[];
  events: EventEntry[];
  eventsUnreadable?: string;
  connections?: ConnectionEntry[];
  connectionsUnreadable?: string;
  /** Files of the host's disk that somebody may ask for. */
  disk?: DiskFile[];
  unreachable?: string;
  processes: Process[];
  files: RecordFile[];
  /** Folders of `files` that somebody else made: runs, or '' for the root. */
  planted?: string[];
  /** Bytes that the disk of `files` has left; undefined: no end of them. */
  room?: number;
  faults?: Fault[];
  latencyMs?: number;
  /** Of the task scheduler: what guards have registered. */
  tasks?: Task[];
  scheduler?: 'stopped' | 'deaf' | 'stuck';
  /** The highest pid ever given out here; no later process gets it again. */
  lastPid?: number;
  writes: number;
}

/** `bytes` stand for content that nobody reads. */
export interface RecordFile {
  path: string;
  text: string;
  bytes?: number;
}

export interface RegistryKey {
  path: string;
  values: { name: string; kind: RegistryKind | string; data: string | number | string[] }[];
  deny?: 'read' | 'write';
}

export interface Hive {
  file: string;
  /** Paths from its root on ('' is the root); empty while it is mounted. */
  keys: RegistryKey[];
  /** Below HKU. */
  mountedAs?: string;
  inUse?: true;
  deny?: 'read';
  /** So many more unloads are refused; below 0: all of them. */
  heldOpen?: number;
}

export interface Service {
  name: string;
  displayName: string;
  status: string;
  startType: string;
  pid: number;
  startedAt: string;
  dependsOn: string[];
  stopSeconds?: number;
  startSeconds?: number;
  until?: string;
  hangs?: 'stop' | 'start';
  /** This account may not ask for its status: Windows leaves it out of its list of services. */
  deny?: 'read';
  fails?: 'start';
}

export interface PortRangeEntry extends PortRange {
  readonly family: IpFamily;
  readonly protocol: 'TCP' | 'UDP';
  start: number;
  number: number;
  deny?: 'read' | 'write';
}

/** Runs the guard of a run `seconds` after `at`, and after the run's last step; or its timed undo, when `due`. */
export interface Task {
  run: string;
  seconds?: number;
  due?: string;
  at: string;
}

/** `count` connections in one state, on local ports that follow each other from `port` on; pid null: nobody can tell whose. */
export interface ConnectionEntry {
  state: string;
  pid: number | null;
  port: number;
  count: number;
}

export interface DiskFile {
  path: string;
  /** Four numbers; a file without one has no version. */
  version?: string;
  text?: string;
  /** When it was last written. */
  at?: string;
  deny?: 'read';
}

export interface NetworkInterface {
  readonly index: number;
  readonly alias: string;
  readonly description: string;
  readonly kind: 'physical' | 'virtual' | 'team' | 'other';
  /** A family that is not here is not bound to the interface. */
  ipv4?: MtuEntry;
  ipv6?: MtuEntry;
}

export interface MtuEntry {
  active: number;
  persistent: number | null;
  deny?: 'read' | 'write';
}

/** The way to a peer with one narrow place; `router` says "too big" there, without it nobody does. */
export interface PathEntry {
  readonly peer: string;
  readonly address: string;
  readonly family: IpFamily;
  readonly source: string;
  readonly interface: number;
  mtu: number;
  router?: string;
  /** No ping is answered. */
  mute?: boolean;
  /** Of so many packets the last is lost. */
  loseEvery?: number;
  /** What comes of every probe instead. */
  fails?: string;
  /** Somebody fragments in spite of the flag. */
  ignoresDontFragment?: boolean;
}

export interface Process {
  pid: number;
  name: string;
  startedAt: string;
  session?: number;
  owner?: string;
  sid?: string;
  handles?: number;
  workingSet?: number;
  privateBytes?: number;
  /** Bytes a second that its private bytes have grown by since it started. */
  growsBy?: number;
  /** Pid of the program that plays this process; it lives no longer than that one. */
  controller?: number;
  /** Nobody can end it. */
  protected?: boolean;
}

export interface EventEntry {
  log: string;
  provider: string;
  id: number;
  at: string;
  properties: string[];
  message: string;
}

export interface Fault {
  verb: string;
  nth?: number;
  once?: boolean;
  after?: number;
  fault:
    | 'drop-before'
    | 'drop-after'
    | 'garble'
    | 'huge'
    | 'hang'
    | 'die'
    | 'fail'
    | 'lie'
    | 'differ'
    | 'record-failed'
    | 'late'
    | 'reboot';
}
