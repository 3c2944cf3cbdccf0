import type { BackupStore } from '../journal/backup-store.ts';
import type { DataFolder } from '../journal/data-folder.ts';
import type { TransportSettings } from '../model/host.ts';
import type { Speaker } from '../model/host-record.ts';
import type { Watcher } from '../model/progress.ts';
import type { Swallowed, Transport } from '../model/transport.ts';
import type { Runtime } from '../powershell/index.ts';
import type { Cancellation } from './cancellation.ts';

/** What every run needs, made once by whoever starts it. The engine takes time, randomness and the outside world only from here. */
export interface RunContext {
  readonly transports: Readonly<Record<TransportSettings['type'], Transport>>;
  readonly runtime: Runtime;
  readonly speaker: Speaker;
  readonly data: DataFolder;
  readonly backups: BackupStore;
  readonly clock: () => Date;
  /** `random(bytes)` as lower-case hex. */
  readonly random: (bytes: number) => string;
  readonly watch: Watcher;
  readonly cancellation: Cancellation;
  readonly limits: Limits;
  /** Hosts whose first exchange stalled: for the rest of the run they are spoken to in small packets. */
  readonly stalled: Map<string, Stalled>;
  /** Hives of users who are not logged on may be mounted. */
  readonly loadHives?: boolean;
}

export interface Stalled {
  readonly swallowed: Swallowed;
  /** Connections that stalled and are in no outcome yet. */
  readonly connections: number;
}

export interface Limits {
  /** Hosts at work at the same time. */
  readonly parallel: number;
  /** A host that is silent for so long in the middle of a request is given up. Waits on the host report every second. */
  readonly silenceSeconds: number;
  /** The host undoes by itself when it has heard nothing from us for so long. */
  readonly leaseSeconds: number;
  /** A guarded run is undone by the host itself after so long without a word in its record; 30 to 3600. */
  readonly guardSeconds: number;
  /** How long a host is waited for whose programs have to be closed first; nothing is written meanwhile. */
  readonly closeSeconds: number;
  /** How long Windows may take from going down until it answers again; 60 to 7200. */
  readonly rebootSeconds: number;
  /** Between two looks at a host whose line was lost; grows with each attempt. */
  readonly pauseSeconds: number;
}

export const defaultLimits: Limits = {
  parallel: 10,
  silenceSeconds: 60,
  leaseSeconds: 120,
  guardSeconds: 120,
  closeSeconds: 0,
  rebootSeconds: 900,
  pauseSeconds: 1,
};
