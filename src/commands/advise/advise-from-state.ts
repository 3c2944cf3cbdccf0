import { join } from 'node:path';
import { replaceRegFile, writeRegFile } from '../../journal/reg-file.ts';
import { UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { exitCodeOf } from '../../model/outcome.ts';
import { type ExactHostPlan, PlanConflict } from '../../plan/assemble.ts';
import { adviceText } from '../../report/by-hand-text.ts';
import { type ByHand, byHand } from '../../run/export/by-hand.ts';
import { verdictOutcome } from '../../run/observe/survey-outcome.ts';
import { surveyStateFile } from '../../run/observe/survey-state-file.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { AdviseOptions } from '../advise.ts';
import { assign } from '../steps/assignments.ts';

export async function adviseFromState(terminal: Terminal, options: AdviseOptions): Promise<number> {
  const { state } = options;
  if (state === undefined)
    throw new UsageError(
      'name a state file with --state; setright advise --collector prints the script that makes one on the host',
    );
  const plan = await judge(state, options);
  const hand = byHand(plan);
  const outcome = verdictOutcome(plan, []);
  const files =
    options.out === undefined
      ? []
      : await write(plan.machine.name, hand, options.out, options.force === true);
  terminal.result(
    () => document(plan, hand, outcome, files),
    () => adviceText(plan, outcome, hand, files, terminal),
  );
  return exitCodeOf([outcome.status]);
}

async function judge(state: string, { remedy, set }: AdviseOptions): Promise<ExactHostPlan> {
  const host: Host = {
    name: state,
    groups: [],
    transport: { type: 'simulated', state },
    variables: {},
    remedies: {},
    source: state,
  };
  const assignments = assign([host], { remedy, set }, 'every-remedy').get(host.name) ?? [];
  try {
    return await surveyStateFile(state, assignments, () => new Date());
  } catch (error) {
    if (error instanceof PlanConflict) throw new UsageError(`${state}: ${error.message}`, { cause: error });
    throw error;
  }
}

async function write(
  machine: string,
  { reg, undoReg }: ByHand,
  folder: string,
  force: boolean,
): Promise<readonly string[]> {
  if (reg === '') return [];
  const name = machine.replace(/[^A-Za-z0-9_-]/g, '_') || 'host';
  // The way back first: nobody has the one without the other.
  const files = [
    [join(folder, `${name}-undo.reg`), undoReg],
    [join(folder, `${name}.reg`), reg],
  ] as const;
  const put = force ? replaceRegFile : writeRegFile;
  for (const [path, text] of files) await put(path, text);
  return files.map(([path]) => path);
}

const document = (plan: ExactHostPlan, hand: ByHand, { status }: HostOutcome, files: readonly string[]) => ({
  schema: 'setright/advise@1',
  machine: plan.machine,
  status,
  findings: plan.findings,
  ...hand,
  advice: plan.advice,
  files,
});
