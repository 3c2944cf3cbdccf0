import type { Verb } from '../../model/line.ts';

export interface RequestOptions {
  /** Longest time until the reply, progress or not; else what `patience` gives the verb. */
  readonly totalSeconds?: number | undefined;
  readonly onProgress?: (step: string, seconds: number) => void;
}

/** The one request of a session that is not answered yet. */
export interface PendingRequest {
  readonly n: number;
  readonly verb: Verb;
  readonly options: RequestOptions;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
  /** Progress frames so far. */
  progress: number;
  silence: NodeJS.Timeout | undefined;
  total: NodeJS.Timeout | undefined;
}
