import { stat } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/commands/steps/assignments.ts';
import { Desk, json, overTheLimit, quiet, SESSIONS } from './desk.ts';

/** The whole way, as typed: what each verb answers, where, and with which exit code. */
describe('check, plan, apply and rollback', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({
      EX01: overTheLimit,
      EX02: quiet,
      EX03: (state) => {
        state.unreachable = 'No route to host';
      },
    });
  });

  it('check tells verdict and reasons, changes nothing, and ends with the worst of its hosts', async () => {
    const said = await desk.type('check', 'all', ...SESSIONS);
    expect(said.exitCode).toBe(5);
    expect(said.stdout).toMatch(/EX01 +noncompliant +exchange-mapi-sessions:/);
    expect(said.stdout).toMatch(/EX02 +compliant/);
    expect(said.stdout).toMatch(/EX03 +unreachable/);
    expect(said.stderr).not.toContain('noncompliant');
    expect((await desk.type('check', 'EX01', ...SESSIONS)).exitCode).toBe(2);
    expect((await desk.type('check', 'EX02', ...SESSIONS)).exitCode).toBe(0);
    expect((await desk.state('EX01')).writes).toBe(0);
  });

  it('check without any remedy judges by the whole catalogue, plan does not', async () => {
    const [host] = json(await desk.type('check', 'EX01', '--json')).hosts;
    expect(host?.findings).toMatchObject(
      catalogue().map(({ name }) =>
        name === 'exchange-mapi-sessions' ? { remedy: name, verdict: 'noncompliant' } : { remedy: name },
      ),
    );
    const plan = await desk.type('plan', 'EX01');
    expect(plan.exitCode).toBe(1);
    expect(plan.stderr).toMatch(/EX01: held to no remedy; choose one with --remedy/);
  });

  it('--quiet leaves the exit code, --json exactly one document', async () => {
    const silent = await desk.type('check', 'EX01', '--quiet', ...SESSIONS);
    expect(silent).toEqual({ exitCode: 2, stdout: '', stderr: '' });
    const document = json(await desk.type('check', 'all', '--json', '--quiet', ...SESSIONS));
    expect(document).toMatchObject({ schema: 'setright/check@1', exitCode: 5 });
    expect(document.hosts.map(({ host, status }) => [host, status])).toEqual([
      ['EX01', 'differs'],
      ['EX02', 'compliant'],
      ['EX03', 'unreachable'],
    ]);
  });

  it('plan shows before and after, what cannot be undone first, and saves it for its owner only', async () => {
    const said = await desk.type('plan', 'EX01', ...SESSIONS, '--set', 'limit=48', '-o', desk.path('p.json'));
    expect(said.exitCode).toBe(2);
    expect(said.stdout).toContain('REG_DWORD 32 (0x20) → REG_DWORD 48 (0x30)');
    expect(said.stdout.indexOf('Cannot be undone')).toBeLessThan(said.stdout.indexOf('Changes'));
    expect((await stat(desk.path('p.json'))).mode & 0o777).toBe(0o600);
    expect((await desk.state('EX01')).writes).toBe(0);
  });

  it('apply makes it so, reports it, and rollback takes it back', async () => {
    await desk.type('plan', 'EX01', 'EX02', ...SESSIONS, '-o', desk.path('p.json'));
    const consent = ['--yes', '--allow', 'service.restart'] as const;
    const applied = await desk.type('apply', desk.path('p.json'), ...consent);
    expect(applied.exitCode).toBe(0);
    expect(applied.stdout).toMatch(/EX01 +applied/);
    expect(applied.stdout).toMatch(/EX02 +nothing/);
    expect(await desk.limit('EX01')).toBe(64);
    const back = json(await desk.type('rollback', 'last', ...consent, '--json'));
    expect(back).toMatchObject({ schema: 'setright/rollback@1', exitCode: 0 });
    expect(await desk.limit('EX01')).toBe(32);
    const again = await desk.type('rollback', String(back.undoes), ...consent);
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing to do') });
  });

  it('a host left out of the plan is told of, and counts', async () => {
    await desk.type('plan', 'all', ...SESSIONS, '-o', desk.path('p.json'));
    const said = await desk.type('apply', desk.path('p.json'), '--yes', '--allow', 'service.restart');
    expect(said.exitCode).toBe(5);
    expect(said.stdout).toMatch(/EX03 +unreachable +not in the plan/);
    expect(await desk.limit('EX01')).toBe(64);
  });

  it('a value that something else sets back is restored, and the run ends 3', async () => {
    const stubborn = await Desk.open({
      EX01: (state) => {
        overTheLimit(state);
        for (const { values } of state.registry)
          for (const value of values) if (value.name.startsWith('Maximum')) value.data = 63;
        state.faults = [{ verb: 'set', nth: 1, fault: 'lie' }];
      },
    });
    await stubborn.type('plan', 'EX01', ...SESSIONS, '-o', stubborn.path('p.json'));
    const said = await stubborn.type('apply', stubborn.path('p.json'), '--yes', '--allow', 'service.restart');
    expect(said.exitCode).toBe(3);
    expect(said.stdout).toMatch(/EX01 +restored/);
    expect(await stubborn.limit('EX01')).toBe(63);
  });
});
