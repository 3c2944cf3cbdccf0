import { writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { mark } from '../../src/model/line.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { Desk, json } from '../cli/desk.ts';
import { Key, Screen, screenMissing } from './screen.ts';

const outlook = {
  pid: 6120,
  name: 'OUTLOOK.EXE',
  startedAt: '2026-01-15T07:00:00Z',
  session: 2,
  owner: 'CORP\\ann',
};
const isOpen = (state: HostState): void => void state.processes.push(outlook);
const wanted =
  ", states: [{ registry: 'HKLM\\SOFTWARE\\Setright Test', name: Dword, dword: 64, closed: OUTLOOK.EXE, reason: ann said so }]";
let desk: Desk;

beforeEach(async () => {
  desk = await Desk.open({ EX01: isOpen }, { settings: { EX01: wanted } });
  await desk.type('plan', 'EX01', '-o', desk.path('p.json'));
});

const setTo = async (): Promise<unknown> =>
  (await desk.state('EX01')).registry.flatMap(({ values }) => values).find(({ name }) => name === 'Dword')
    ?.data;
const closeOutlook = async (): Promise<void> => {
  const state = await desk.state('EX01');
  state.processes = state.processes.filter(({ name }) => name !== outlook.name);
  await writeFile(desk.statePath('EX01'), JSON.stringify(mark(state)));
};

describe('without a terminal', () => {
  it('the plan says what has to be closed, and the host waits with nothing written', async () => {
    const { stdout } = await desk.type('plan', 'EX01');
    expect(stdout).toMatch(/Has to be closed first[^\n]*\n +- OUTLOOK\.EXE: ann said so/);
    const said = await desk.type('apply', desk.path('p.json'), '--yes', '--json');
    expect(said.exitCode).toBe(2);
    expect(json(said).hosts[0]).toMatchObject({
      status: 'waits',
      summary: expect.stringContaining('OUTLOOK.EXE runs in session 2 of CORP\\ann'),
    });
    expect((await desk.state('EX01')).writes).toBe(0);
  });

  it('waits as long as it is told to', async () => {
    const closing = setTimeout(() => void closeOutlook(), 500);
    const said = await desk.type('apply', desk.path('p.json'), '--yes', '--wait-for-close', '30', '--json');
    clearTimeout(closing);
    expect(json(said).hosts[0]).toMatchObject({ status: 'applied' });
    expect(await setTo()).toBe(64);
  });
});

describe.skipIf(screenMissing)('at a terminal', () => {
  const asked = async () => {
    const screen = Screen.open(desk, ['apply', 'p.json']);
    await screen.see(/Apply this plan on 1 host\?[\s\S]*explain/);
    await screen.press(Key.down, Key.enter);
    await screen.see(
      /OUTLOOK\.EXE runs in session 2 of CORP\\ann[\s\S]*Nothing is closed from here[\s\S]*leave this/,
    );
    return screen;
  };

  it('looks again when told to, and goes on once it is closed', async () => {
    const screen = await asked();
    await closeOutlook();
    await screen.press(Key.enter);
    await screen.see(/EX01 +applied/);
    expect(await screen.end()).toBe(0);
    expect(await setTo()).toBe(64);
  });

  it('leaves the host out', async () => {
    const screen = await asked();
    await screen.press(Key.down, Key.enter);
    await screen.see(/EX01 +waits +left out/);
    expect(await screen.end()).toBe(2);
    expect((await desk.state('EX01')).writes).toBe(0);
  });

  it('cancels everything', async () => {
    const screen = await asked();
    await screen.press(Key.down, Key.down, Key.enter);
    await screen.see(/Nothing was changed\./);
    expect(await screen.end()).toBe(130);
    expect((await desk.state('EX01')).writes).toBe(0);
  });
});
