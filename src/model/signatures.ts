/** Parts that a text has to hold all of, in any order, each exactly. */
export type Signature = readonly string[];

/** One entry of `found` for each signature of the question, in order. */
export interface EventTextsFact {
  readonly searched: number;
  readonly capped: boolean;
  readonly found: readonly { readonly count: number; readonly latest: string }[];
}

/** Trace files, newest first, and how many lines of each one's end show each signature; of those that may not be read, none. */
export interface CrmTracesFact {
  readonly files: readonly {
    readonly path: string;
    readonly at: string;
    readonly size: number;
    readonly status: 'read' | 'unreadable';
    readonly found: readonly number[];
  }[];
}
