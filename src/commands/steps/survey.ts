import { runExitCode } from '../../run/apply/journalled-run.ts';
import type { Surveyed } from '../../run/observe/survey.ts';
import { surveyFleet } from '../../run/observe/survey-fleet.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { RemedyOptions } from '../options.ts';
import { assign, type WhenNone } from './assignments.ts';
import { type Fleet, openFleet } from './fleet.ts';

export interface FleetSurvey {
  readonly fleet: Fleet;
  readonly surveyed: readonly Surveyed[];
  readonly exitCode: number;
}

/** Looks at the selected hosts and judges them. Nothing is changed. */
export async function surveySelected(
  terminal: Terminal,
  selectors: readonly string[],
  options: RemedyOptions,
  whenNone: WhenNone,
): Promise<FleetSurvey> {
  const fleet = await openFleet(terminal, options);
  const hosts = fleet.select(selectors);
  const assigned = assign(hosts, options, whenNone);
  await fleet.unlock(hosts);
  const names = hosts.map(({ name }) => name);
  const surveyed = await fleet.atWork(names, (context) =>
    surveyFleet(context, hosts, ({ name }) => assigned.get(name) ?? []),
  );
  const exitCode = runExitCode(
    fleet.context,
    surveyed.map(({ outcome }) => outcome),
  );
  return { fleet, surveyed, exitCode };
}
