import type { Resource } from './resource.ts';

/**
 * What has to be so before a value is set, and what we never bring about ourselves: a program that must not run meanwhile. It is asked
 * for, shown with who has it open, and looked at again right before the first set. Nothing here ends a process, and no option does.
 */
export interface Precondition {
  readonly kind: 'application.close';
  /** As Windows names its file: OUTLOOK.EXE. */
  readonly application: string;
  /** SIDs of those in whose sessions it must not run; without it, nobody's. */
  readonly profiles?: readonly string[];
  readonly reason: string;
  /** What waits for it. */
  readonly resources: readonly Resource[];
}
