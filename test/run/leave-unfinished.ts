import { expect } from 'vitest';
import { UnreachableError } from '../../src/model/errors.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Wish } from '../../src/model/remedy.ts';
import type { Fault } from '../../src/transports/simulated/state/state.ts';
import type { Lab } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

/** A run of `person` at `controller` whose PowerShell died in its first set, and whose host then stayed away. */
export async function leaveUnfinished(
  lab: Lab,
  wishes: readonly Wish[],
  controller = 'admin-ws',
  person = 'ann',
  fault: Fault['fault'] = 'die',
): Promise<string> {
  const { speaker } = lab.context;
  const plan = await planFor(lab, wishes);
  lab.context = { ...lab.context, speaker: { ...speaker, controller, person } };
  const run = await leaveCutOff(lab, plan, { verb: 'keep', fault, once: true });
  lab.context = { ...lab.context, speaker };
  return run;
}

/** The same of a plan that is there, a rollback's too, and at any request. */
export async function leaveCutOff(lab: Lab, plan: Plan, fault: Fault): Promise<string> {
  const { transports } = lab.context;
  await lab.edit('ex01', (state) => {
    state.faults = [fault];
  });
  let isFirst = true;
  lab.context = {
    ...lab.context,
    transports: {
      ...transports,
      simulated: {
        start: (host, args, signal) => {
          if (!isFirst) return Promise.reject(new UnreachableError('ex01: no route to host'));
          isFirst = false;
          return transports.simulated.start(host, args, signal);
        },
      },
    },
  };
  const { run, outcomes } = await applyIn(lab, plan);
  expect(outcomes).toMatchObject([{ status: 'unfinished' }]);
  lab.context = { ...lab.context, transports };
  return run;
}
