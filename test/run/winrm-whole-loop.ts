import { expect, onTestFinished } from 'vitest';
import type { WinrmTransport } from '../../src/model/host.ts';
import { remedy } from '../../src/remedies/index.ts';
import { applyPlan } from '../../src/run/apply/apply.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { makePlan } from '../../src/run/planning/make-plan.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { type BehindWinrm, behindWinrm } from './behind-winrm.ts';
import { allowAll, Lab, settings } from './lab.ts';
import { withSessionEvents } from './session-events.ts';

const assignments = () => [
  { remedy: remedy('exchange-mapi-sessions'), parameters: { limit: 64, hours: 168 } },
];

/** An Exchange server that has closed sessions, behind a WinRM server that this test stops. */
export async function labBehindWinrm(wanted: BehindWinrm) {
  const lab = await Lab.open();
  await lab.add('ex01', withSessionEvents);
  const server = await behindWinrm(lab, wanted);
  onTestFinished(async () => {
    await server.stop();
    expect([server.plain, server.shells.killed]).toEqual([0, 0]);
  });
  return { lab, server, survey: () => surveyFleet(lab.context, [...lab.hosts.values()], assignments) };
}

/** Check, plan, apply and rollback, as the loop over sshd. */
export async function wholeLoop(wanted: BehindWinrm) {
  const { lab, server, survey } = await labBehindWinrm(wanted);
  const before = settings(await lab.state('ex01'));
  const [checked] = await survey();
  expect(checked?.outcome).toMatchObject({ status: 'differs' });
  const plan = await makePlan(lab.context, await survey());
  expect((await lab.state('ex01')).writes).toBe(0);
  const applied = await applyPlan(lab.context, plan, lab.hosts, allowAll);
  expect(applied.outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
  expect(settings(await lab.state('ex01'))).not.toEqual(before);
  const [again] = await survey();
  expect(again?.outcome.status).toBe('compliant');
  const back = await planRollback(lab.context, applied.run, lab.hosts, undefined);
  const restored = await applyPlan(lab.context, back, lab.hosts, allowAll);
  expect(restored.outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
  expect(settings(await lab.state('ex01'))).toEqual(before);
  // One PowerShell for each run, one more to confirm a restart; no shell stays.
  expect(server.shells.commandLines).toHaveLength(8);
  await expect.poll(() => server.shells.open, { timeout: 60_000 }).toBe(0);
  const { https: isHttps } = server.host().transport as WinrmTransport;
  // Over http the host proves no key: the plan is bound to the machine alone.
  expect(plan.hosts[0]?.hostKey).toMatch(isHttps ? /^SHA256:[0-9a-f]{64}$/ : /^$/);
}
