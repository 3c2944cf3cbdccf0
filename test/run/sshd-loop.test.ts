import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { remedy } from '../../src/remedies/index.ts';
import { applyPlan } from '../../src/run/apply/apply.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { makePlan } from '../../src/run/planning/make-plan.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { fakeRuntime } from '../fakes/start-powershell.ts';
import { sshHost } from '../transports/hosts.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { type Sshd, sshdMissing, startSshd } from '../transports/sshd.ts';
import { allowAll, Lab, settings } from './lab.ts';
import { withSessionEvents } from './session-events.ts';

const missing = sshdMissing ?? pwshMissing;
const assignments = () => [
  { remedy: remedy('exchange-mapi-sessions'), parameters: { limit: 64, hours: 168 } },
];

describe.skipIf(missing)(`the whole loop over a real sshd${because(missing)}`, () => {
  let lab: Lab;
  let sshd: Sshd;

  beforeEach(async () => {
    lab = await Lab.open();
    await lab.add('ex01', withSessionEvents);
    sshd = await startSshd({ environment: { SETRIGHT_HOST_STATE: lab.path('ex01') } });
    lab.hosts.set('ex01', { ...sshHost(sshd), name: 'ex01' });
    lab.context = {
      ...lab.context,
      runtime: fakeRuntime(),
      limits: { ...lab.context.limits, silenceSeconds: 20 },
    };
  });

  afterEach(() => sshd.stop());

  const survey = () => surveyFleet(lab.context, [...lab.hosts.values()], assignments);
  const logged = (direction: string) =>
    lab.events.filter((event) => event.kind === 'line' && event.direction === direction).length;

  it('check, plan, apply and rollback, with one PowerShell for each run, one more to confirm a restart, and every line in the log', async () => {
    const before = settings(await lab.state('ex01'));
    const [checked] = await survey();
    expect(checked?.outcome).toMatchObject({ status: 'differs' });
    expect(sshd.commands()).toBe(1);

    const plan = await makePlan(lab.context, await survey());
    expect(sshd.commands()).toBe(2);
    expect((await lab.state('ex01')).writes).toBe(0);
    expect(plan.hosts[0]).toMatchObject({
      hostKey: expect.stringMatching(/^SHA256:/),
      changes: [{ after: { value: { kind: 'REG_DWORD', data: 64 } } }],
      effects: [{ kind: 'service.restart', target: { service: 'MSExchangeIS' } }],
    });

    const applied = await applyPlan(lab.context, plan, lab.hosts, allowAll);
    expect(applied.outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
    expect(sshd.commands()).toBe(4);
    expect(settings(await lab.state('ex01'))).not.toEqual(before);

    const [again] = await survey();
    expect(again?.outcome.status).toBe('compliant');

    const back = await planRollback(lab.context, applied.run, lab.hosts, undefined);
    const restored = await applyPlan(lab.context, back, lab.hosts, allowAll);
    expect(restored.outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
    expect(settings(await lab.state('ex01'))).toEqual(before);
    expect(sshd.commands()).toBe(8);

    const replies = lab.events.filter(
      (event) =>
        event.kind === 'line' && event.direction === 'received' && !event.text.includes('"progress"'),
    );
    expect(replies).toHaveLength(logged('sent'));
    const sent = JSON.stringify(lab.context.runtime.text) + lab.context.runtime.bootstrap;
    for (const value of ['Maximum Allowed Sessions Per User', 'ParametersSystem', 'exchange-mapi'])
      expect(sent).not.toContain(value);
  }, 180_000);
});
