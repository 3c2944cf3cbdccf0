import type { Readable, Writable } from 'node:stream';
import type { Host } from './host.ts';

/** Starts one PowerShell on a host. Knows how lines travel, and nothing of what they say. */
export interface Transport {
  /**
   * Rejects with UnreachableError (nothing ran there) or UsageError (the inventory asks for what cannot be).
   * `arguments_` are the PowerShell's own: `-NoProfile ... -EncodedCommand <bootstrap>`.
   */
  start(host: Host, powershellArguments: readonly string[], signal: AbortSignal): Promise<PowerShellProcess>;
}

/** The one PowerShell process behind a session: three streams and an end. */
export interface PowerShellProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves once, when the process or the line to it has ended; never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** SHA256 fingerprint of the key that the host proved to hold, '' where the transport has none. */
  readonly hostKey: string;
  /** Large things have crossed both ways: from now on a silence is the host's, and the line is not taken for a stalled one. */
  lineWorks?(): void;
  /** Drops the line at once. The host's lease notices; the remote process is not killed by us. */
  destroy(): void;
}

export interface ProcessEnd {
  /** Undefined when the line broke before an exit code was heard. */
  readonly exitCode: number | undefined;
  /** Of a process that ended by itself it begins with `exit code`, and its number. */
  readonly why: string;
  /** The other side had been heard, and then nothing came by although it owed an answer; before `lineWorks` only. */
  readonly stalled?: Swallowed;
}

/** Whose large packets vanish, as far as the place tells where a line stalled. */
export type Swallowed = 'to-host' | 'from-host' | 'either';
