import { beforeEach, describe, expect, it } from 'vitest';
import { present } from '../../src/model/state.ts';
import { findLeftBehind, recoverHosts } from '../../src/run/recover/recover.ts';
import { dword, restartOf, value, wish } from '../run/lab.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { ExportBench } from './exported.ts';

const stop = wish({ kind: 'service-status', service: 'Spooler' }, present('stopped'));
const dwordTo64 = wish(value('Dword'), dword(64));
const unwritable = wish(value('Dword', 'SOFTWARE\\Unwritable'), dword(2));
let bench: ExportBench;
let before: unknown;

const openBench = async (...words: Parameters<typeof ExportBench.open>) => {
  bench = await ExportBench.open(...words);
  before = await bench.settings();
};

describe.skipIf(pwshMissing)(`an exported script that comes to no good end${because(pwshMissing)}`, () => {
  it('puts everything back when a value cannot be set, verifies it, and ends 3', async () => {
    await openBench();
    const script = bench.export(await bench.plan([dwordTo64, unwritable]));
    const { exit, stdout } = bench.run(script, '-Apply');
    expect(exit).toBe(3);
    expect(stdout).toMatch(/^failed: .+\nalready: c2 \nrestored: c1 \nrun [\w-]+: restored$/m);
    expect(await bench.settings()).toEqual(before);
  }, 120_000);

  it('by Ctrl-C in the middle of a restart undoes by itself: values, services, and the task of its guard', async () => {
    await openBench((state) => {
      delete state.clock;
    });
    const script = bench.export(await bench.plan([dwordTo64], [restartOf('MSExchangeIS', value('Dword'))]));
    await bench.cut(script, ['-Apply', '-WithEffects'], 'stopping MSExchangeIS', 'SIGINT');
    expect(await bench.settings()).toEqual(before);
    expect((await bench.lab.state('ex01')).files.map(({ path }) => path)).not.toContain('lock.json');
  }, 300_000);

  it('killed there leaves an open run: refused to go on, told of, and taken back with -Undo', async () => {
    await openBench((state) => {
      delete state.clock;
    });
    const script = bench.export(await bench.plan([dwordTo64], [restartOf('MSExchangeIS', value('Dword'))]));
    await bench.cut(script, ['-Apply', '-WithEffects'], 'stopping MSExchangeIS', 'SIGKILL');
    expect((await bench.lab.state('ex01')).tasks).toHaveLength(1);
    expect(bench.run(script, '-Apply')).toMatchObject({
      exit: 3,
      stdout: expect.stringContaining('-Undo takes it back'),
    });
    expect(bench.run(script, '-Undo')).toMatchObject({ exit: 0 });
    expect(await bench.settings()).toEqual(before);
  }, 300_000);

  it('killed there is found and settled by a controller as any run of its own', async () => {
    await openBench((state) => {
      delete state.clock;
    });
    const script = bench.export(await bench.plan([dwordTo64], [restartOf('MSExchangeIS', value('Dword'))]));
    await bench.cut(script, ['-Apply', '-WithEffects'], 'stopping MSExchangeIS', 'SIGKILL');
    const { context, hosts } = bench.lab;
    const { found } = await findLeftBehind(context, [...hosts.values()]);
    expect(found).toMatchObject([{ host: 'ex01', runs: [{ run: await bench.recorded() }] }]);
    const { outcomes } = await recoverHosts(context, found, hosts, 'undo', undefined);
    expect(outcomes).toMatchObject([{ status: 'recovered' }]);
    expect(await bench.settings()).toEqual(before);
  }, 300_000);
});

describe.skipIf(pwshMissing)(`a guarded change of an exported script${because(pwshMissing)}`, () => {
  beforeEach(() => openBench());

  it('is kept by -Confirm from another process, and its task is gone', async () => {
    const script = bench.export(await bench.plan([stop, dwordTo64]));
    expect(bench.run(script, '-Confirm').exit).toBe(3);
    const applied = bench.run(script, '-Apply', '-GuardSeconds', '60');
    expect([applied.exit, applied.stdout]).toEqual([
      2,
      expect.stringContaining('within 60 s: this script with -Confirm'),
    ]);
    expect((await bench.lab.state('ex01')).tasks).toMatchObject([{ seconds: 60 }]);
    expect(bench.run(script, '-Confirm')).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('confirmed and kept'),
    });
    expect(await bench.lab.state('ex01')).toMatchObject({ tasks: [] });
    expect(bench.run(script, '-Check').exit).toBe(0);
    expect(bench.run(script, '-Undo').exit).toBe(0);
    expect(await bench.settings()).toEqual(before);
  }, 300_000);

  it('without a word is undone by the host itself', async () => {
    const script = bench.export(await bench.plan([stop]));
    expect(bench.run(script, '-Apply').exit).toBe(2);
    await bench.edit((state) => {
      state.clock = '2026-01-15T09:00:00Z';
    });
    expect(bench.run(script, '-Confirm').exit).toBe(3);
    expect(await bench.settings()).toEqual(before);
  }, 120_000);

  it('is not made where its guard cannot be armed', async () => {
    const script = bench.export(await bench.plan([stop]));
    await bench.edit((state) => {
      state.scheduler = 'stopped';
    });
    expect(bench.run(script, '-Apply')).toMatchObject({
      exit: 3,
      stdout: expect.stringContaining('Schedule'),
    });
    expect(await bench.settings()).toEqual(before);
  }, 120_000);
});
