/** TCP connections and listeners of both families, by state and owning process; the most numerous group first. */
export interface ConnectionsFact {
  readonly count: number;
  readonly capped: boolean;
  /** Whether Windows tells whose they are; when not, every pid is 0 and what is only bound is missing. */
  readonly owners: boolean;
  readonly groups: readonly {
    /** Windows' own names: TimeWait, CloseWait, Established, Bound, Listen... */
    readonly state: string;
    /** TimeWait belongs to process 0: its program has let go of it. */
    readonly pid: number;
    readonly process: string;
    readonly count: number;
    /** Local ports that these take, each counted once. */
    readonly ports: number;
  }[];
  readonly groupsLeft: number;
}
