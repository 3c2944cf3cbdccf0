import type { HostStatus } from '../model/outcome.ts';
import type { Verdict } from '../model/remedy.ts';
import type { Tone } from './look.ts';

const tones: Readonly<Record<HostStatus | Verdict, Tone>> = {
  compliant: 'good',
  noncompliant: 'warn',
  'not-applicable': 'dim',
  differs: 'warn',
  nothing: 'good',
  applied: 'good',
  recovered: 'good',
  restored: 'bad',
  stuck: 'bad',
  waits: 'warn',
  unfinished: 'bad',
  refused: 'bad',
  cancelled: 'warn',
  unreachable: 'bad',
  unknown: 'bad',
};

export const toneOf = (status: HostStatus | Verdict): Tone => tones[status];

/** `2 compliant, 1 unreachable`, in the order in which they first occur. */
export const tally = (statuses: readonly string[]): string =>
  [...Map.groupBy(statuses, (status) => status)].map(([status, all]) => `${all.length} ${status}`).join(', ');
