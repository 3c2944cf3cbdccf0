import type { PathMtuFact } from './path-mtu.ts';
import type { PathJudgement } from './path-verdict.ts';
import type { IpFamily } from './resource.ts';

/** One way as its beginning sees it; `fact` null: it could not be measured, `why` says why. */
export interface MeasuredPath {
  readonly from: string;
  readonly to: string;
  readonly family: IpFamily;
  readonly fact: PathMtuFact | null;
  readonly judgement: PathJudgement | null;
  readonly why: string;
}
