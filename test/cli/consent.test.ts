import { readFile, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { Desk, json, overTheLimit, SESSIONS } from './desk.ts';

/** Nothing is changed without somebody having said so, and never more than what was said. */
describe('consent without a terminal', () => {
  let desk: Desk;
  let plan: string;
  beforeEach(async () => {
    desk = await Desk.open({ EX01: overTheLimit, EX02: overTheLimit });
    plan = desk.path('p.json');
    await desk.type('plan', 'all', ...SESSIONS, '-o', plan);
  });

  const untouched = async () => {
    expect((await desk.state('EX01')).writes).toBe(0);
    expect((await desk.state('EX02')).writes).toBe(0);
  };

  it('without --yes nothing is applied', async () => {
    const said = await desk.type('apply', plan);
    expect(said).toMatchObject({ exitCode: 1, stdout: '' });
    expect(said.stderr).toMatch(/nothing was changed: there is no terminal to confirm on\. With --yes/);
    await untouched();
  });

  it('--yes does not cover effects: the values that need them stay as they are', async () => {
    const said = await desk.type('apply', plan, '--yes');
    expect(said.stderr).toContain('service.restart is needed on 2 of the hosts and not allowed');
    expect(said.exitCode).toBe(2);
    expect(said.stdout).toMatch(/EX01 +differs/);
    await untouched();
  });

  it('--keep-without-effects sets them, not in force, and check does not call that compliant', async () => {
    const said = await desk.type('apply', plan, 'EX01', '--yes', '--keep-without-effects');
    expect(said.exitCode).toBe(0);
    expect(said.stdout).toContain('set, not in force');
    expect(await desk.limit('EX01')).toBe(64);
    const check = await desk.type('check', 'EX01', ...SESSIONS);
    expect(check.exitCode).toBe(2);
    expect(check.stdout).toContain('not in force');
  });

  it('only the hosts that were named are touched', async () => {
    const said = json(
      await desk.type('apply', plan, 'EX02', '--yes', '--allow', 'service.restart', '--json'),
    );
    expect(said.hosts.map(({ host, status }) => [host, status])).toEqual([['EX02', 'applied']]);
    expect(await desk.limit('EX01')).toBe(32);
    const limited = await desk.type('apply', plan, '--limit', '!EX02,!EX01', '--yes');
    expect(limited.exitCode).toBe(1);
  });

  it('an effect that nobody knows is a mistake, not a silent no', async () => {
    const said = await desk.type('apply', plan, '--yes', '--allow', 'host.sleep');
    expect(said).toMatchObject({ exitCode: 1 });
    expect(said.stderr).toContain('--allow host.sleep: no such effect; there is service.restart');
    await untouched();
  });

  it('--digest binds the approval to one plan', async () => {
    const { digest } = JSON.parse(await readFile(plan, 'utf8'));
    const other = await desk.type('apply', plan, '--yes', '--digest', 'f'.repeat(64));
    expect(other.exitCode).toBe(1);
    expect(other.stderr).toContain(`its digest is ${digest}, not ffff`);
    await untouched();
    const said = await desk.type('apply', plan, '--yes', '--allow', 'service.restart', '--digest', digest);
    expect(said.exitCode).toBe(0);
  });

  it('a plan that was edited, or is of another version, is refused', async () => {
    const text = await readFile(plan, 'utf8');
    await writeFile(plan, text.replace('"data": 64', '"data": 65'));
    const edited = await desk.type('apply', plan, '--yes', '--allow', 'service.restart');
    expect(edited).toMatchObject({ exitCode: 1 });
    expect(edited.stderr).toContain('its digest does not hold');
    await writeFile(plan, text.replace('setright/plan@1', 'setright/plan@9'));
    const foreign = await desk.type('apply', plan, '--yes', '--allow', 'service.restart');
    expect(foreign.stderr).toContain('this version applies setright/plan@1, found setright/plan@9');
    await untouched();
  });

  it('rollback and fix ask too', async () => {
    expect((await desk.type('rollback', 'last')).stderr).toContain('no terminal to confirm on');
    const fix = await desk.type('fix', 'EX01');
    expect(fix.exitCode).toBe(1);
    expect(fix.stderr).toContain('there is no terminal to ask on');
    await untouched();
  });
});
