import type { ConnectionsFact } from './connections.ts';
import type { InterfacesFact } from './interfaces-fact.ts';
import type { Json, JsonObject } from './json.ts';
import type { OutlookDataFilesFact } from './outlook.ts';
import type { PathMtuFact } from './path-mtu.ts';
import type { ProfilesFact } from './profile.ts';
import type { IpFamily } from './resource.ts';
import type { CrmTracesFact, EventTextsFact, Signature } from './signatures.ts';

/** A read-only observation, asked of the host by name. */
export interface FactQuestion {
  readonly fact: string;
  readonly ask: JsonObject;
}

/** What came back, with the host's clock. "Could not tell" is an answer of its own. */
export type Fact =
  | { readonly known: true; readonly at: string; readonly value: Json }
  | { readonly known: false; readonly at: string; readonly why: string };

/** Every fact with what it answers. The table `src/facts/` has one strict reader for each. */
export interface FactValues {
  os: OsFact;
  powershell: PowerShellFact;
  service: ServiceFact;
  cluster: ClusterFact;
  interfaces: InterfacesFact;
  profiles: ProfilesFact;
  events: EventsFact;
  'path-mtu': PathMtuFact;
  connections: ConnectionsFact;
  'file-versions': FileVersionsFact;
  'registry-tree': RegistryTreeFact;
  'registry-keys': RegistryKeysFact;
  'outlook-data-files': OutlookDataFilesFact;
  'event-texts': EventTextsFact;
  'crm-traces': CrmTracesFact;
  'pending-reboot': PendingRebootFact;
  processes: ProcessesFact;
  'process-memory': ProcessMemoryFact;
}
export type FactName = keyof FactValues;

/** What each fact has to be told. */
export type FactAsks = {
  os: Record<never, never>;
  powershell: Record<never, never>;
  service: { readonly service: string };
  cluster: Record<never, never>;
  interfaces: Record<never, never>;
  profiles: Record<never, never>;
  events: EventsAsk;
  /** A name or an address of whoever large packets do not reach. */
  'path-mtu': { readonly peer: string; readonly family: IpFamily };
  connections: Record<never, never>;
  'outlook-data-files': Record<never, never>;
  'event-texts': { readonly log: string; readonly hours: number; readonly signatures: readonly Signature[] };
  /** Of each trace file the last `kilobytes` (4096 at most). */
  'crm-traces': { readonly kilobytes: number; readonly signatures: readonly Signature[] };
  /** Full paths on the host; %SystemRoot% and other variables of the machine are expanded. */
  'file-versions': { readonly paths: readonly string[] };
  'registry-tree': { readonly hive: 'HKLM' | 'HKU'; readonly key: string; readonly view: 32 | 64 };
  'registry-keys': { readonly hive: 'HKLM' | 'HKU'; readonly key: string; readonly view: 32 | 64 };
  'pending-reboot': Record<never, never>;
  /** The name of a program's file, with or without `.exe`. */
  processes: { readonly name: string };
  /** Looks at a program `samples` times (10 at most), `seconds` apart (60 at most). */
  'process-memory': { readonly name: string; readonly samples: number; readonly seconds: number };
};

/** Events of one provider and id in the last `hours` by the host's clock; the `newest` of them with their text. */
export type EventsAsk = {
  readonly log: string;
  readonly provider: string;
  readonly id: number;
  readonly hours: number;
  readonly newest: number;
};

/** A question that is known to be one: the fact exists and is told what it needs. */
export type Question = {
  readonly [N in FactName]: { readonly fact: N; readonly ask: FactAsks[N] };
}[FactName];

/** A fact whose shape and bounds were checked. A host's answer that does not hold them is one that could not be told. */
export type Reading<V> =
  | { readonly known: true; readonly at: string; readonly value: V }
  | { readonly known: false; readonly at: string; readonly why: string };

export interface OsFact {
  /** From a file of the system (`ntdll.dll`) and the registry's build numbers: Environment.OSVersion may lie to a program without a manifest. */
  readonly version: string;
  readonly build: number;
  /** Update build revision; 0 where Windows has none. */
  readonly ubr: number;
  readonly name: string;
  readonly installedAt: string;
  readonly server: boolean;
  /** When Windows started, by the host's clock; '' when that could not be told. */
  readonly bootedAt: string;
}

export interface PowerShellFact {
  readonly version: string;
  readonly edition: 'Desktop' | 'Core';
  readonly languageMode: string;
  readonly pid: number;
}

export interface ServiceFact {
  readonly exists: boolean;
  readonly service: string;
  readonly displayName: string;
  readonly status: string;
  readonly startType: string;
  readonly pid: number;
  /** When its process started, by the host's clock; '' when it does not run or could not be told. */
  readonly startedAt: string;
  /** Every service that depends on this one, however far away, in the order in which a stop has to take them. */
  readonly dependents: readonly {
    readonly service: string;
    readonly displayName: string;
    readonly status: string;
  }[];
}

export interface ClusterFact {
  /** The host belongs to a failover cluster. */
  readonly member: boolean;
  readonly resources: readonly { readonly name: string; readonly type: string; readonly service: string }[];
  /** Database availability group (Exchange 2010 and later). */
  readonly dag: boolean;
  /** 'in', 'out', or 'unknown': ServerWideOffline of the server's component states (Exchange 2013 and later). */
  readonly maintenance: 'in' | 'out' | 'unknown' | 'none';
}

export interface EventsFact {
  /** Matching events in the window; `capped` when there are more than were counted. */
  readonly count: number;
  readonly capped: boolean;
  readonly newest: readonly {
    readonly at: string;
    readonly id: number;
    readonly provider: string;
    /** The event's insertion strings in order: unlike the message they are not translated. */
    readonly properties: readonly string[];
    readonly message: string;
  }[];
}

export interface FileVersionsFact {
  readonly files: readonly FileVersion[];
}

/** As asked. `version` has four numbers, or is '' for a file without one. */
export type FileVersion =
  | { readonly path: string; readonly status: 'present'; readonly version: string }
  | { readonly path: string; readonly status: 'absent' }
  | { readonly path: string; readonly status: 'unreadable'; readonly why: string };

/** Values of a key (`key` is '') and of the keys below it; `data` as in a registry value's state, null when it is long. */
export interface RegistryTreeFact {
  readonly exists: boolean;
  readonly values: readonly {
    readonly key: string;
    readonly name: string;
    readonly kind: string;
    readonly data: string | number | readonly string[] | null;
  }[];
  readonly capped: boolean;
}

/** Names of the keys right below one, by name: 1,000 of them at most. */
export interface RegistryKeysFact {
  readonly exists: boolean;
  readonly keys: readonly string[];
  readonly capped: boolean;
}

/** Who has left word that Windows has to be restarted. Each source answers for itself: one that cannot be read says nothing of the others. */
export interface PendingRebootFact {
  readonly sources: readonly {
    readonly source: PendingRebootSource;
    readonly answer: 'pending' | 'none' | 'unreadable';
    /** What is waiting, as far as it is told; for what is unreadable, why. */
    readonly detail: string;
  }[];
}

/** The places that Microsoft's own scripts look at (CSS-Exchange, Get-ServerRebootPending.ps1), and the two of a rename and a join. */
export const pendingRebootSources = [
  'component-servicing',
  'windows-update',
  'file-renames',
  'update-exe',
  'computer-rename',
  'domain-join',
] as const;
export type PendingRebootSource = (typeof pendingRebootSources)[number];

/** Processes of one program, by id. */
export interface ProcessesFact {
  /** All of them; no more than the first hundred are listed. */
  readonly count: number;
  readonly processes: readonly {
    readonly pid: number;
    /** As Windows has it, without `.exe`. */
    readonly name: string;
    /** Of Remote Desktop; 0 is that of services. */
    readonly session: number;
    /** `DOMAIN\\name` and SID of whose it is; '' when Windows would not tell. */
    readonly owner: string;
    readonly sid: string;
    /** By the host's clock; '' when it could not be told. With the pid it tells one process from a later one. */
    readonly startedAt: string;
    readonly handles: number;
    /** Bytes: in memory now, and committed for it alone. The second is the one that a leak makes grow. */
    readonly workingSet: number;
    readonly privateBytes: number;
  }[];
}

/** Processes of one program at several times, oldest first. A pid with another start is another process. */
export interface ProcessMemoryFact {
  readonly samples: readonly {
    readonly at: string;
    readonly processes: readonly {
      readonly pid: number;
      readonly startedAt: string;
      readonly privateBytes: number;
    }[];
  }[];
}
