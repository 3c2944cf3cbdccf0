import { beforeEach, describe, expect, it } from 'vitest';
import { cutRunOff, editHost } from './cut-run-off.ts';
import { Desk, overTheLimit, type Said, SESSIONS } from './desk.ts';

const stated =
  ", states: [{ registry: 'HKLM\\SOFTWARE\\Setright Test', name: Dword, dword: 64, reason: so }]";
let desk: Desk;

beforeEach(async () => {
  desk = await Desk.open({ EX01: overTheLimit }, { settings: { EX01: stated } });
});

const plan = (...words: string[]) => desk.type('plan', 'EX01', ...words, '-o', desk.path('p.json'));
const apply = (...words: string[]) => desk.type('apply', desk.path('p.json'), '--yes', ...words);
const named = (said: Said): string | undefined =>
  /Taken back with: setright rollback (\S+)/.exec(said.stdout)?.[1];
const setTo = async (): Promise<unknown> =>
  (await desk.state('EX01')).registry.flatMap(({ values }) => values).find(({ name }) => name === 'Dword')
    ?.data;

describe('the way back is told', () => {
  it('of a run that left some values out and set others, and it goes that way', async () => {
    await plan(...SESSIONS, '--remedy', 'stated-states');
    const said = await apply();
    expect(said.stdout).toMatch(/EX01 +differs +1 value set/);
    expect(await setTo()).toBe(64);
    expect(await desk.type('rollback', named(said) ?? 'nothing', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await setTo()).toBe(32);
  });

  it('of a run that kept some values and was stuck with others', async () => {
    await plan(...SESSIONS, '--remedy', 'stated-states');
    await apply('--keep-without-effects');
    await editHost(desk, 'EX01', ({ registry }) => {
      for (const { values } of registry) for (const value of values) if (value.data === 64) value.data = 65;
      for (const { values } of registry)
        for (const value of values) if (value.name === 'Dword') value.data = 64;
    });
    const back = await desk.type('rollback', 'last', '--yes');
    expect(back.stdout).toMatch(/EX01 +stuck +1 value set; left alone/);
    expect(await desk.type('rollback', named(back) ?? 'nothing', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await setTo()).toBe(64);
  });
});

describe('no way back is told', () => {
  it('of a run that left all values out', async () => {
    await plan(...SESSIONS);
    const said = await apply();
    expect(said.stdout).toMatch(/EX01 +differs/);
    expect(named(said)).toBeUndefined();
  });

  it('of a run that only undid an earlier one', async () => {
    await plan('--remedy', 'stated-states');
    const run = named(await apply()) ?? '';
    await cutRunOff(desk, 'EX01', run);
    await editHost(desk, 'EX01', ({ registry }) => {
      for (const { values } of registry)
        for (const value of values) if (value.name === 'Dword') value.data = 32;
    });
    const said = await desk.type('rollback', run, '--yes');
    expect(said.stdout).toMatch(/EX01 +applied +the unfinished run .* was undone/);
    expect(named(said)).toBeUndefined();
  });
});

describe('a rollback that can do nothing', () => {
  it('says of no host that could not be asked that it reads as before', async () => {
    await plan('--remedy', 'stated-states');
    await apply();
    await editHost(desk, 'EX01', (state) => {
      state.unreachable = 'No route to host';
    });
    const said = await desk.type('rollback', 'last', '--yes');
    expect(said.stdout).toMatch(/^Nothing was changed\.\nEX01: not in the plan: .*No route to host/);
    expect(said.exitCode).toBe(5);
    expect(await setTo()).toBe(64);
  });

  it('names the hosts that read as before', async () => {
    await plan('--remedy', 'stated-states');
    const run = named(await apply()) ?? '';
    await desk.type('rollback', run, '--yes');
    const said = await desk.type('rollback', run, '--yes');
    expect(said).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('EX01 read as before that run'),
    });
  });
});
