import { beforeEach, describe, expect, it } from 'vitest';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { cutRunOff, editHost } from './cut-run-off.ts';
import { Desk, json, overTheLimit, quiet, SESSIONS } from './desk.ts';

let desk: Desk;
let run: string;

const edit = (change: (state: HostState) => void) => editHost(desk, 'EX01', change);
const cutOff = () => cutRunOff(desk, 'EX01', run);

beforeEach(async () => {
  desk = await Desk.open({ EX01: overTheLimit, EX02: quiet });
  await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
  const applied = await desk.type('apply', desk.path('p.json'), '--yes', '--keep-without-effects', '--json');
  run = String(json(applied).run);
});

describe('recover', () => {
  it('finds nothing where every run has ended, writes no journal, and exits 0', async () => {
    const said = await desk.type('recover', '--yes');
    expect(said).toMatchObject({ exitCode: 0 });
    expect(said.stdout).toMatch(/EX01 +nothing +no earlier run left anything here/);
    const { runs } = json(await desk.type('runs', '--json')) as unknown as { runs: unknown[] };
    expect(runs).toHaveLength(1);
  });

  it('asks before it changes anything, and without a terminal changes nothing', async () => {
    await cutOff();
    const said = await desk.type('recover');
    expect(said.exitCode).toBe(1);
    expect(said.stderr).toMatch(/no terminal to confirm on\. With --yes/);
    expect(await desk.limit('EX01')).toBe(64);
  });

  it('shows what each resource holds, undoes the run, and runs show tells who settled it', async () => {
    await cutOff();
    const said = await desk.type('recover', 'EX01', '--yes');
    expect(said.stderr.replace(/\s+/g, ' ')).toMatch(
      new RegExp(`unfinished: run ${run} of .* c1 .* holds what the run wrote`),
    );
    expect(said).toMatchObject({ exitCode: 0 });
    expect(said.stdout).toMatch(/EX01 +recovered/);
    expect(said.stdout).not.toContain('Taken back with');
    expect(await desk.limit('EX01')).toBe(32);
    const first = await desk.type('runs', 'show', run);
    expect(first.stdout).toMatch(/settled later by run [0-9a-f-]+: restored/);
    const second = await desk.type('runs', 'show', 'last');
    expect(second.stdout).toMatch(/: recover, begun/);
    expect(second.stdout.replace(/\s+/g, ' ')).toContain(`EX01: restored`);
    expect(second.stdout.replace(/\s+/g, ' ')).toContain(`run ${run}: undone, restored`);
    expect((await desk.type('runs', 'verify')).exitCode).toBe(0);
  });

  it('--keep adopts it instead: the value stays, and waits for its restart', async () => {
    await cutOff();
    const said = json(await desk.type('recover', '--yes', '--keep', '--json'));
    expect(said).toMatchObject({ schema: 'setright/recover@1', exitCode: 0 });
    expect(said.hosts).toMatchObject([
      { host: 'EX01', status: 'recovered' },
      { host: 'EX02', status: 'nothing' },
    ]);
    expect(await desk.limit('EX01')).toBe(64);
    const check = await desk.type('check', 'EX01', ...SESSIONS);
    expect(check.stdout).toContain('not in force');
  });

  it('ends 4 when somebody wrote over it, and leaves that alone', async () => {
    await cutOff();
    await edit(({ registry }) => {
      for (const { values } of registry) for (const value of values) if (value.data === 64) value.data = 65;
    });
    const said = await desk.type('recover', '--yes');
    expect(said.exitCode).toBe(4);
    expect(said.stdout).toMatch(/EX01 +stuck/);
    expect(await desk.limit('EX01')).toBe(65);
  });

  it('takes either --undo or --keep', async () => {
    expect((await desk.type('recover', '--yes', '--undo', '--keep')).exitCode).toBe(1);
  });
});

describe('recover --prune', () => {
  it('removes the records of ended runs, on request only, and none that is too young', async () => {
    await edit(({ services, files }) => {
      for (const file of files) file.text = file.text.replace(/"notInForce":\["[^\]]*\]/, '"notInForce":[]');
      expect(services.length).toBeGreaterThan(0);
    });
    const records = async () =>
      (await desk.state('EX01')).files.map(({ path }) => path).filter((path) => path.startsWith(run));
    expect(await records()).not.toEqual([]);
    expect((await desk.type('recover', '--prune')).exitCode).toBe(1);
    expect((await desk.type('recover', '--prune', '--older-than', '1', '--yes')).stdout).toContain('nothing');
    expect(await records()).not.toEqual([]);
    const said = await desk.type('recover', '--prune', '--yes');
    expect(said).toMatchObject({ exitCode: 0 });
    expect(said.stdout).toMatch(/EX01 +recovered +1 record of ended runs removed/);
    expect(await records()).toEqual([]);
    expect((await desk.type('runs', 'show', 'last')).stdout).toContain(`records removed: ${run}`);
  });

  it('leaves a run that waits for a restart', async () => {
    const said = await desk.type('recover', '--prune', '--yes');
    expect(said.stdout).toMatch(/EX01 +nothing/);
  });
});
