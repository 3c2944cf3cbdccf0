import { beforeEach, describe, expect, it } from 'vitest';
import { tellHost } from '../../src/journal/run-story.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { EffectWish, Wish } from '../../src/model/remedy.ts';
import type { Consent } from '../../src/run/apply/consent.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { allowAll, dword, Lab, restartOf, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
});

const plan = (wishes: readonly Wish[], effects: readonly EffectWish[] = []) => planFor(lab, wishes, effects);
const apply = (sealed: Plan, consent: Consent = allowAll) => applyIn(lab, sealed, consent);

const dwordTo64 = wish(value('Dword'), dword(64));
const newKey = wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1));

describe('an apply', () => {
  it('sets every value, verifies it and says so, and leaves no lock behind', async () => {
    await lab.add('ex01');
    const { outcomes, exitCode, run } = await apply(await plan([dwordTo64, newKey]));
    expect(outcomes).toMatchObject([
      { status: 'applied', summary: '2 values set, verified', connections: 1 },
    ]);
    expect(exitCode).toBe(0);
    const state = await lab.state('ex01');
    expect(state.files.some(({ path }) => path === 'lock.json')).toBe(false);
    const { records, broken } = await lab.journal(run);
    expect(broken).toBeUndefined();
    expect(tellHost(records, 'ex01')).toMatchObject({ end: 'kept', begun: ['c1', 'c2'] });
  });

  it('writes intent and backup down before it sets anything', async () => {
    await lab.add('ex01');
    const { run } = await apply(await plan([dwordTo64, newKey]));
    const events = (await lab.journal(run)).records.map(({ event }) => event);
    expect(events).toEqual([
      'run-begun',
      'host-begun',
      'record-written',
      'set-intended',
      'set-done',
      'set-intended',
      'set-done',
      'verified',
      'kept',
      'host-ended',
      'run-ended',
    ]);
  });

  it('does nothing a second time, and says that it was already so', async () => {
    await lab.add('ex01');
    const sealed = await plan([dwordTo64]);
    await apply(sealed);
    const { writes } = await lab.state('ex01');
    const again = await apply(sealed);
    expect(again.outcomes).toMatchObject([
      { status: 'nothing', summary: 'already as planned; nothing was written' },
    ]);
    expect((await lab.journal(again.run)).records.map(({ event }) => event)).toContain('already-so');
    expect((await lab.state('ex01')).writes).toBe(writes);
  });

  it('refuses the host by name when a state is neither as planned nor as wished; the others go on', async () => {
    await lab.add('ex01');
    await lab.add('ex02');
    const sealed = await plan([newKey, dwordTo64]);
    await lab.edit('ex01', (state) => {
      const key = state.registry.find(({ path }) => path === 'HKLM\\SOFTWARE\\Setright Test');
      const entry = key?.values.find(({ name }) => name === 'Dword');
      if (entry) entry.data = 99;
    });
    const before = settings(await lab.state('ex01'));
    const { outcomes, exitCode } = await apply(sealed);
    expect(outcomes.map(({ status }) => status)).toEqual(['refused', 'applied']);
    expect(outcomes[0]?.summary).toMatch(/^the host is not as it was planned for: .*99.*make a new plan/);
    expect(exitCode).toBe(3);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });

  it('refuses another machine behind the same name', async () => {
    await lab.add('ex01');
    const sealed = await plan([dwordTo64]);
    await lab.edit('ex01', (state) => {
      state.machine.guid = 'a-clone';
    });
    const { outcomes } = await apply(sealed);
    expect(outcomes).toMatchObject([{ status: 'refused' }]);
    expect(outcomes[0]?.summary).toMatch(/made for EX01 .*guid-of-ex01.* but EX01 .*a-clone.* answers/);
  });

  it('refuses a plan that was edited, one of another version, and one machine under two names', async () => {
    await lab.add('ex01');
    const sealed = await plan([dwordTo64]);
    await expect(apply({ ...sealed, id: 'other' })).rejects.toThrow(/digest does not hold/);
    await expect(apply({ ...sealed, schema: 'setright/plan@9' } as unknown as Plan)).rejects.toThrow(
      /setright\/plan@9/,
    );
    await lab.add('ex02', (state) => {
      state.machine.guid = 'GUID-OF-EX01';
    });
    await expect(plan([dwordTo64])).rejects.toThrow(/ex01 and ex02 are one machine/);
  });

  it('refuses a plan whose states another version read, naming both', async () => {
    await lab.add('ex01');
    const sealed = await plan([dwordTo64]);
    lab.context = { ...lab.context, runtime: { ...lab.context.runtime, sha256: 'f'.repeat(64) } };
    await expect(apply(sealed)).rejects.toThrow(
      /made by Setright 0\.1\.0 \(runtime .*this is 0\.1\.0 \(runtime ffff/,
    );
    expect((await lab.state('ex01')).files).toEqual([]);
  });

  it('undoes what it did, last first, when a later set fails', async () => {
    await lab.add('ex01');
    const sealed = await plan([newKey, dwordTo64, wish(value('Dword', 'SOFTWARE\\Unwritable'), dword(2))]);
    const before = settings(await lab.state('ex01'));
    const { outcomes, exitCode } = await apply(sealed);
    expect(outcomes).toMatchObject([{ status: 'restored', connections: 1 }]);
    expect(outcomes[0]?.summary).toMatch(
      /^HKLM\\SOFTWARE\\Unwritable "Dword": Access .* denied; restored and verified$/,
    );
    expect(exitCode).toBe(3);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });

  it('does not believe a set that claims success: verification finds it and the host is put back', async () => {
    await lab.add('ex01', (state) => {
      state.faults = [{ verb: 'set', nth: 2, fault: 'lie' }];
    });
    const { outcomes } = await apply(await plan([newKey, dwordTo64]));
    // What the store holds is neither before nor what we wrote: it may be another admin's, so it is named and left.
    expect(outcomes[0]).toMatchObject({ status: 'stuck' });
    expect(outcomes[0]?.summary).toMatch(
      /Dword.* after it was set; not everything could be put back: .*Dword.*conflict/,
    );
    expect((await lab.state('ex01')).registry.some(({ path }) => path.endsWith('\\A'))).toBe(false);
  });

  it('makes two values under one new key, and takes both and the key away again', async () => {
    await lab.add('ex01');
    const second = wish(value('Second', 'SOFTWARE\\Setright Test\\A\\B'), dword(2));
    const bad = wish(value('Dword', 'SOFTWARE\\Unwritable'), dword(2));
    const before = settings(await lab.state('ex01'));
    const { outcomes } = await apply(await plan([newKey, second, bad]));
    expect(outcomes).toMatchObject([{ status: 'restored' }]);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });
});

describe('an effect', () => {
  it('that the plan names without a change happens, and not once more when the service has started since', async () => {
    await lab.add('ex01');
    const alone = await plan([], [restartOf('MSExchangeIS', value('Dword'))]);
    const first = await applyIn(lab, alone);
    expect(first.outcomes).toMatchObject([{ status: 'applied' }]);
    const { records } = await lab.journal(first.run);
    expect(records.map(({ event }) => event)).toContain('effect-done');
    const again = await applyIn(lab, alone);
    expect(again.outcomes).toMatchObject([{ status: 'nothing' }]);
  });

  const forStore = restartOf('MSExchangeIS', dwordTo64.resource);

  it('comes after all values are verified, and leaves running exactly what ran', async () => {
    await lab.add('ex01');
    const sealed = await plan([dwordTo64], [forStore]);
    const before = settings(await lab.state('ex01')).services;
    const { outcomes, run } = await apply(sealed);
    expect(outcomes).toMatchObject([{ status: 'applied', notInForce: [] }]);
    expect(settings(await lab.state('ex01')).services).toEqual(before);
    const events = (await lab.journal(run)).records.map(({ event }) => event);
    expect(events.indexOf('effect-intended')).toBeGreaterThan(events.indexOf('verified'));
  });

  it('that is declined leaves its values out, unless the person keeps them: set, not in force', async () => {
    await lab.add('ex01');
    const sealed = await plan([dwordTo64], [forStore]);
    const decline: Consent = { ...allowAll, effect: () => false };
    const declined = await apply(sealed, decline);
    expect(declined.outcomes).toMatchObject([{ status: 'differs' }]);
    expect(declined.exitCode).toBe(2);
    const kept = await apply(sealed, { ...decline, keepWithoutEffects: true });
    expect(kept.outcomes[0]?.status).toBe('applied');
    expect(kept.outcomes[0]?.summary).toMatch(/1 value set, not in force/);
    expect(kept.outcomes[0]?.notInForce).toHaveLength(1);
  });

  const dwordIn = (state: HostState) =>
    state.registry
      .find(({ path }) => path.endsWith('Setright Test'))
      ?.values.find(({ name }) => name === 'Dword')?.data;

  it('that fails has the values undone and the services as they were', async () => {
    await lab.add('ex01');
    // The store takes three seconds to stop: it is late, never killed, and started again.
    const impatient = {
      ...forStore,
      kind: 'service.restart',
      target: { service: 'MSExchangeIS', deadlineSeconds: 2 },
    } as const;
    const sealed = await plan([dwordTo64], [impatient]);
    const before = settings(await lab.state('ex01'));
    const { outcomes, exitCode } = await apply(sealed);
    expect(outcomes).toMatchObject([{ status: 'restored' }]);
    expect(outcomes[0]?.summary).toMatch(
      /^service\.restart MSExchangeIS: MSExchangeIS is not stopped after 2 /,
    );
    expect(exitCode).toBe(3);
    expect(settings(await lab.state('ex01'))).toEqual(before);
  });

  it('that leaves a service hanging is stuck with the service named, its values undone', async () => {
    await lab.add('ex01', (state) => {
      for (const service of state.services)
        if (service.name === 'MSExchangeTransport') service.hangs = 'stop';
    });
    const { outcomes, exitCode } = await apply(await plan([dwordTo64], [forStore]));
    expect(outcomes).toMatchObject([{ status: 'stuck' }]);
    expect(outcomes[0]?.summary).toMatch(/MSExchangeTransport ran before and is stop-pending/);
    expect(exitCode).toBe(4);
    expect(dwordIn(await lab.state('ex01'))).toBe(32);
  });
});
