import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mark } from '../../src/model/line.ts';
import type { Desk } from '../cli/desk.ts';
import { diagnose, hostOf, hostsOf } from './diagnosed.ts';
import { openScene } from './seed-hosts.ts';

describe('what only a state file holds: Exchange Server 2003', () => {
  const state = (desk: Desk) => ['--state', desk.statePath('EX2003')];
  const program = (name: string) => ['--set', `exchange-mapi-leak.program=${name}`];

  it('KB898782: the leak in Emsmdb32.dll, sure when the program is seen to grow', async () => {
    const desk = await openScene('mapi-leak-growing');
    const said = await diagnose(desk, ...state(desk), ...program('faxserver.exe'));
    const [cause, ...others] = hostOf(said, 'EX2003').causes;
    expect(others).toEqual([]);
    expect(cause).toMatchObject({ cause: 'mapi-leak', confidence: 'high' });
    expect(cause?.nonFixes[0]?.what).toContain('Restarting the Information Store');
    expect(said.exitCode).toBe(2);
    const unnamed = await diagnose(desk, ...state(desk), '--symptom', 'mapi-leak');
    expect(hostOf(unnamed, 'EX2003').causes[0]).toMatchObject({ confidence: 'low' });
  });

  it('looks sick and is not: a store that holds 1.2 GB', async () => {
    const desk = await openScene('mapi-looks-sick');
    const said = await diagnose(desk, ...state(desk), ...program('store.exe'));
    expect(said.exitCode, said.stdout).toBe(0);
  });

  it('a program that grows beside a mended file is ruled out, and the other leak is named', async () => {
    const desk = await openScene('mapi-looks-sick');
    const host = await desk.state('EX2003');
    for (const process of host.processes) process.growsBy = 5000;
    await writeFile(desk.statePath('EX2003'), JSON.stringify(mark(host)));
    const said = await diagnose(desk, ...state(desk), ...program('store.exe'));
    const { causes, ruledOut } = hostOf(said, 'EX2003');
    expect(causes).toEqual([]);
    expect(ruledOut).toEqual([
      expect.objectContaining({ cause: 'mapi-leak', why: expect.stringContaining('another leak') }),
    ]);
  });

  it('event 9646 after Service Pack 2: the Scalable Networking Pack before the limit', async () => {
    const desk = await openScene('event-9646-2003');
    const host = hostOf(await diagnose(desk, ...state(desk), '--symptom', '9646'), 'EX2003');
    expect(host.causes.map(({ cause, confidence }) => [cause, confidence])).toEqual([
      ['scalable-networking', 'medium'],
      ['client-program', 'low'],
    ]);
    expect(host.causes[0]?.fixes[0]?.command).toContain(`setright advise ${state(desk).join(' ')} --remedy`);
  });

  it('is one host, however often its file is named; another file of that name is refused', async () => {
    const desk = await openScene('mapi-leak-growing');
    const [, file = ''] = state(desk);
    const twice = await diagnose(desk, '--state', file, '--state', join(file, '..', 'EX2003.json'));
    expect(hostsOf(twice).map(({ host }) => host)).toEqual(['EX2003']);
    const older = desk.path('older.json');
    await copyFile(file, older);
    for (const words of [['--state', file], ['EX2003']]) {
      const said = await desk.type('diagnose', ...words, '--state', older);
      expect(said.stderr).toMatch(/older\.json: it is of EX2003, and so is .*(EX2003\.json|inventory)/);
      expect(said.exitCode).toBe(1);
    }
  });

  it('is asked by no path and gets no plan', async () => {
    const desk = await openScene('mapi-leak-growing');
    for (const words of [
      ['--plan', 'p.json'],
      ['--peer', 'PC07'],
    ])
      expect(await desk.type('diagnose', ...state(desk), ...words)).toMatchObject({ exitCode: 1 });
    expect((await desk.type('diagnose')).stderr).toContain('name hosts, or say --state');
  });
});

describe('KB936594 on a Windows that it is not for', () => {
  it('is harm: check and diagnose say so and end 2, and no plan sets the values', async () => {
    const desk = await openScene('rss-switched-off');
    const said = await diagnose(desk, 'EX16', '--symptom', '9646', '--plan', desk.path('p.json'));
    const host = hostOf(said, 'EX16');
    expect(host.causes.map(({ cause, confidence }) => [cause, confidence])).toEqual([
      ['receive-side-scaling', 'low'],
    ]);
    expect(host.causes[0]?.because[0]).toContain('EnableRSS is 0');
    expect(host.causes[0]?.fixes.map(({ title }) => title)).toEqual(['Switch receive-side scaling on again']);
    expect(host.verdicts.find(({ remedy }) => remedy === 'scalable-networking')).toMatchObject({
      verdict: 'not-applicable',
      harm: [expect.stringContaining('one processor core')],
    });
    expect(JSON.parse(said.stdout).plan).toMatchObject({ changes: 0 });
    expect(said.exitCode).toBe(2);
    const checked = await desk.type('check', 'EX16', '--remedy', 'scalable-networking');
    expect(checked.stdout).toMatch(/not-applicable[\s\S]*Harm: EnableRSS is 0[\s\S]*1 host: 1 harmed/);
    expect(checked.exitCode).toBe(2);
  });

  it('looks sick and is not: the values are there, and receive-side scaling is on', async () => {
    const desk = await openScene('rss-looks-sick');
    expect(hostOf(await diagnose(desk, 'EX16'), 'EX16')).toMatchObject({
      status: 'nothing-found',
      causes: [],
    });
    expect(await desk.type('check', 'EX16')).toMatchObject({ exitCode: 0 });
  });
});
