import type { Json, JsonObject } from './json.ts';

/** A read-only observation, asked of the host by name. */
export interface FactQuestion {
  readonly fact: string;
  readonly ask: JsonObject;
}

/** What came back, with the host's clock. "Could not tell" is an answer of its own. */
export type Fact =
  | { readonly known: true; readonly at: string; readonly value: Json }
  | { readonly known: false; readonly at: string; readonly why: string };

export interface OsFact {
  /** `kernel32.dll`'s product version: Environment.OSVersion may lie to a program without a manifest. */
  readonly version: string;
  readonly build: number;
  /** Update build revision; 0 where Windows has none. */
  readonly ubr: number;
  readonly name: string;
  readonly installedAt: string;
  readonly server: boolean;
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
