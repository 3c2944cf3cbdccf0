import { writePlanFile } from '../../journal/plan-file.ts';
import type { CaptureReport } from '../../model/capture.ts';
import { DIAGNOSIS_SCHEMA } from '../../model/causal-chain.ts';
import { UsageError } from '../../model/errors.ts';
import type { HostLeftOut } from '../../model/plan.ts';
import { printable } from '../../model/printable.ts';
import { chainText } from '../../report/chain-text.ts';
import { planOfFixes } from '../../run/planning/plan-of-fixes.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { DiagnoseOptions } from '../diagnose.ts';
import { type Fleet, openFleet } from '../steps/fleet.ts';
import { type FoundCauses, lookForCauses } from './look-for-causes.ts';

export async function findCauses(
  terminal: Terminal,
  selectors: readonly string[],
  options: DiagnoseOptions,
): Promise<number> {
  refuseNothing(selectors, options);
  const fleet = selectors.length === 0 ? undefined : await openFleet(terminal, options);
  const found = await lookForCauses(fleet, selectors, options, (text) => terminal.say(text));
  const { hosts, exitCode, symptom, captured, couldNotTell } = found;
  const plan = options.plan === undefined || !fleet ? null : await save(fleet, found, options.plan);
  terminal.result(
    () => ({
      schema: DIAGNOSIS_SCHEMA,
      exitCode,
      symptom,
      capture: captured === undefined ? null : captureOf(options.capture ?? '', captured),
      hosts,
      plan,
    }),
    () => chainText(hosts, couldNotTell, terminal),
  );
  if (plan) terminal.say(planText(plan));
  return exitCode;
}

function planText({ path, changes, leftOut }: SavedPlan): string {
  const without = leftOut.map(({ host, why }) => `Not in it: ${printable(host)}: ${printable(why)}`);
  const saved =
    changes === 0
      ? 'No plan was saved: none of the fixes is a change that Setright makes; they are for people to do.'
      : `Saved. Look at it, and apply it, with: setright apply ${path}`;
  return ['', ...without, saved].join('\n');
}

function refuseNothing(selectors: readonly string[], { state, plan, peer }: DiagnoseOptions): void {
  if (selectors.length + state.length === 0)
    throw new UsageError('diagnose: name hosts, or say --state with the state file of one');
  if (selectors.length === 0 && plan !== undefined)
    throw new UsageError(
      '--plan: a host that lies in a state file is not set by a plan; see setright advise',
    );
  if (selectors.length === 0 && peer !== undefined)
    throw new UsageError('--peer: nobody can probe a path from a state file; name a host');
}

interface SavedPlan {
  readonly path: string;
  readonly changes: number;
  readonly leftOut: readonly HostLeftOut[];
}

async function save({ context }: Fleet, { surveyed, hosts }: FoundCauses, path: string): Promise<SavedPlan> {
  const plan = await planOfFixes(context, surveyed, hosts);
  const changes = plan.hosts.reduce((sum, host) => sum + host.changes.length + host.effects.length, 0);
  if (changes > 0) await writePlanFile(path, plan);
  return { path, changes, leftOut: plan.leftOut };
}

const captureOf = (file: string, { verdict, reasons, from, to, packets }: CaptureReport): object => ({
  file,
  verdict,
  reasons,
  from,
  to,
  packets,
});
