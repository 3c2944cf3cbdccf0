import { UsageError } from '../../model/errors.ts';
import type { Plan } from '../../model/plan.ts';
import { carryingScript, type ExportFrame, type Runtime } from '../../powershell/index.ts';
import { checkPlan, refuseOtherReader } from '../apply/apply.ts';
import { carriedPlan } from './carried-plan.ts';

/** What an exported script is made of besides the plan. */
export interface ExportParts {
  readonly runtime: Pick<Runtime, 'text' | 'sha256'>;
  readonly frame: ExportFrame;
  readonly version: string;
}

/**
 * The script that carries out one host's part of a plan on that host, without Setright. The same bytes for the same plan and version. Throws
 * UsageError for a plan that is not as it was sealed, that another version made, or that such a script cannot carry.
 */
export function exportScript(plan: Plan, host: string, { runtime, frame, version }: ExportParts): string {
  checkPlan(plan);
  refuseOtherReader(plan, { runtime, speaker: { version } });
  const hostPlan = plan.hosts.find((each) => each.host === host);
  if (!hostPlan) {
    const why = plan.leftOut.find((each) => each.host === host)?.why;
    throw new UsageError(`plan ${plan.id} has nothing for ${host}${why === undefined ? '' : `: ${why}`}`);
  }
  if (hostPlan.hives && hostPlan.hives.length > 0)
    throw new UsageError(
      `plan ${plan.id} needs the hives of ${hostPlan.hives.join(', ')} on ${host}, which an exported script does not mount; ` +
        'make a plan without --load-hives, for users who are logged on',
    );
  return carryingScript({
    about: [
      `Setright ${version}, plan ${plan.id} for ${host}, digest ${plan.digest}.`,
      `Made ${plan.createdAt} by ${plan.createdBy.person} at ${plan.createdBy.controller}.`,
      'Read it, then run it on that host from an elevated prompt: powershell -NoProfile -ExecutionPolicy RemoteSigned -File THIS.ps1',
      'Without a switch it changes nothing. What -Apply does is recorded below %ProgramData%\\Setright as every run is.',
    ],
    runtime,
    frame,
    plan: carriedPlan(plan, hostPlan),
  });
}
