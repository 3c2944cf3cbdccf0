import { describe, expect, it } from 'vitest';
import {
  apply,
  check,
  diagnose,
  findLeftBehind,
  makePlan,
  openController,
  planRollback,
  recover,
  UsageError,
} from '../../src/index.ts';
import { openScene } from '../diagnosis/seed-hosts.ts';
import { cutRunOff } from './cut-run-off.ts';
import { Desk, overTheLimit, quiet } from './desk.ts';

/** Another program does what the command line does, with values instead of text. */
describe('the verbs as functions', () => {
  it('check, plan, apply and roll back', async () => {
    const desk = await Desk.open({ EX01: overTheLimit, EX02: quiet });
    const controller = await openController({
      inventory: desk.path('inventory.yaml'),
      dataDir: desk.path('data'),
    });
    expect((await check(controller, ['EX02'])).exitCode).toBe(0);
    const plan = await makePlan(controller, ['EX01'], {
      remedy: ['exchange-mapi-sessions'],
      set: ['limit=40'],
    });
    const none = await apply(controller, plan, {});
    expect(none.outcomes.map(({ status }) => status)).toEqual(['differs']);
    const ended = await apply(controller, plan, { allow: ['service.restart'] });
    expect(ended).toMatchObject({ exitCode: 0, outcomes: [{ host: 'EX01', status: 'applied' }] });
    expect(await desk.limit('EX01')).toBe(40);
    const back = await apply(controller, await planRollback(controller, ended.run), {
      allow: ['service.restart'],
    });
    expect(back.exitCode).toBe(0);
    expect(await desk.limit('EX01')).toBe(32);
    await expect(check(controller, ['EX09'])).rejects.toThrow(UsageError);
  });

  it('diagnose, and make a plan of the fixes', async () => {
    const desk = await openScene('event-9646-program');
    const controller = await openController({
      inventory: desk.path('inventory.yaml'),
      dataDir: desk.path('data'),
    });
    const { hosts, exitCode, plan } = await diagnose(controller, ['EX02'], { symptom: '9646' });
    expect(exitCode).toBe(2);
    expect(hosts.map(({ host, causes }) => [host, causes[0]?.cause])).toEqual([['EX02', 'client-program']]);
    expect((await plan()).hosts.map(({ changes }) => changes.length)).toEqual([1]);
    const fromFile = await diagnose(controller, [], { state: [desk.statePath('EX02')] });
    expect(fromFile.hosts.map(({ host }) => host)).toEqual(['EX02']);
    await expect(diagnose(controller, ['EX02'], { symptom: 'none' })).rejects.toThrow(UsageError);
  });

  it('find what a run left behind, and recover it', async () => {
    const desk = await Desk.open({ EX01: overTheLimit, EX02: quiet });
    const controller = await openController({
      inventory: desk.path('inventory.yaml'),
      dataDir: desk.path('data'),
    });
    const plan = await makePlan(controller, ['EX01'], { remedy: ['exchange-mapi-sessions'], set: [] });
    const { run } = await apply(controller, plan, { keepWithoutEffects: true });
    await cutRunOff(desk, 'EX01', run);
    const left = await findLeftBehind(controller, ['all']);
    expect(left).toMatchObject({ found: [{ host: 'EX01', runs: [{ run }] }], rest: [{ host: 'EX02' }] });
    expect(await recover(controller, left)).toMatchObject({ exitCode: 0 });
    expect(await desk.limit('EX01')).toBe(32);
  });

  it('asks nobody for a credential when nobody is there', async () => {
    const desk = await Desk.open(
      {},
      { lines: ['  A: { transport: { type: ssh, user: ann, password: { prompt: Password? } } }'] },
    );
    const controller = await openController({
      inventory: desk.path('inventory.yaml'),
      dataDir: desk.path('data'),
    });
    await expect(check(controller, ['A'])).rejects.toThrow('"Password?" is to be asked');
  });
});
