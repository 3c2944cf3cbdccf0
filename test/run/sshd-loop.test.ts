import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLineLog } from '../../src/journal/line-log.ts';
import { canonicalJson } from '../../src/model/json.ts';
import { bootstrapArguments } from '../../src/powershell/index.ts';
import { remedy } from '../../src/remedies/index.ts';
import { applyPlan } from '../../src/run/apply/apply.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { makePlan } from '../../src/run/planning/make-plan.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { fakeRuntime } from '../fakes/start-powershell.ts';
import { sshHost } from '../transports/hosts.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { sshdMissing } from '../transports/sshd.ts';
import { allowAll, Lab, settings } from './lab.ts';
import { type RecordingSshd, startRecordingSshd } from './recording-sshd.ts';
import { withSessionEvents } from './session-events.ts';

const missing = sshdMissing ?? pwshMissing;
const assignments = () => [
  { remedy: remedy('exchange-mapi-sessions'), parameters: { limit: 64, hours: 168 } },
];

describe.skipIf(missing)(`the whole loop over a real sshd${because(missing)}`, () => {
  let lab: Lab;
  let sshd: RecordingSshd;

  beforeEach(async () => {
    lab = await Lab.open();
    await lab.add('ex01', withSessionEvents);
    sshd = await startRecordingSshd({ SETRIGHT_HOST_STATE: lab.path('ex01') });
    lab.hosts.set('ex01', { ...sshHost(sshd), name: 'ex01' });
    lab.context = {
      ...lab.context,
      runtime: fakeRuntime(),
      watch: openLineLog(join(lab.folder, 'lines.log'), lab.context.clock, (why) => expect.unreachable(why)),
      limits: { ...lab.context.limits, silenceSeconds: 60 },
    };
  });

  afterEach(() => sshd.stop());

  const survey = () => surveyFleet(lab.context, [...lab.hosts.values()], assignments);
  /** What the log file says went this way, as it was said. */
  const logged = async (direction: 'sent' | 'received') =>
    (await readFile(join(lab.folder, 'lines.log'), 'utf8'))
      .split('\n')
      .flatMap((line) => line.split(` ex01 ${direction} `, 2)[1] ?? [])
      .map((text) => JSON.parse(text) as unknown);

  it('check, plan, apply and rollback: one PowerShell for each, one more to confirm a restart; the log has every line of the wire, no script a value', async () => {
    const before = settings(await lab.state('ex01'));
    const untouched = await lab.state('ex01');
    const [checked] = await survey();
    expect(checked?.outcome).toMatchObject({ status: 'differs' });
    expect(sshd.commands()).toBe(1);

    const plan = await makePlan(lab.context, await survey());
    expect(sshd.commands()).toBe(2);
    // Not a word of the host is other than before, but for the process that looked.
    expect(await lab.state('ex01')).toEqual({ ...untouched, processes: expect.any(Array), writes: 0 });
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

    const wire = await sshd.sessions();
    expect(wire).toHaveLength(8);
    const inAnyOrder = (said: readonly unknown[]) => said.map(canonicalJson).sort();
    expect(inAnyOrder(await logged('sent'))).toEqual(inAnyOrder(wire.flatMap(({ requests }) => requests)));
    expect(inAnyOrder(await logged('received'))).toEqual(inAnyOrder(wire.flatMap(({ frames }) => frames)));

    // The sessions before the plan and those that carried it out were started with the same bytes: no value can be in them.
    const { runtime } = lab.context;
    const command = ['pwsh', ...bootstrapArguments(runtime)].join(' ');
    expect(wire.map((session) => [session.command, session.runtime === runtime.text])).toEqual(
      wire.map(() => [command, true]),
    );
    expect(new Set(wire.map(({ nonce }) => nonce)).size).toBe(8);
    const values = ['Maximum Allowed Sessions Per User', 'ParametersSystem', applied.run];
    for (const value of values) {
      expect(JSON.stringify(wire.flatMap(({ requests }) => requests))).toContain(value);
      expect(runtime.text + runtime.bootstrap).not.toContain(value);
    }
  }, 300_000);
});
