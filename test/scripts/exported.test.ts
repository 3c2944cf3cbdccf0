import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { present } from '../../src/model/state.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { holds, startType } from '../conformance/vocabulary.ts';
import { allowAll, dword, restartOf, value, wish } from '../run/lab.ts';
import { applyIn } from '../run/lab-plan.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { ExportBench } from './exported.ts';

/** Names and data that would end a quote, a here-string or a comment, were they ever code. */
const hostile = ["'@\nexit 99\n@'", '$(exit 99)`"', '\u2019; exit 99 #', '#> exit 99 <#', '\ud800'];
const wishes = [
  wish(value('Dword'), dword(4294967295)),
  wish(value('Qword'), holds('REG_QWORD', '9007199254740993')),
  wish(value('MultiSz'), holds('REG_MULTI_SZ', hostile)),
  wish(value('Sz'), { status: 'absent', missing: 'value' }),
  ...hostile.slice(0, 4).map((name) => wish(value(name), holds('REG_SZ', name))),
  wish(value('x', 'SOFTWARE\\Fresh\\Deep'), holds('REG_EXPAND_SZ', '%SystemRoot%')),
  wish(value('y', 'SOFTWARE\\Fresh'), dword(1)),
  wish(value('z', 'SOFTWARE\\Fresh\\Deep\\er'), dword(2)),
  wish(startType('Spooler'), present('manual')),
  wish({ kind: 'tcp-port-range', family: 'IPv4', protocol: 'TCP' }, present({ start: 20000, number: 40000 })),
];
let bench: ExportBench;

beforeEach(async () => {
  bench = await ExportBench.open();
});

describe.skipIf(pwshMissing)(
  `an exported script, beside the engine on the same PowerShell${because(pwshMissing)}`,
  () => {
    it('leaves the host as the engine does, record included; taken back in each of three ways it is as before', async () => {
      const plan = await bench.plan(wishes);
      const before = await bench.settings();
      const script = bench.export(plan);
      const { outcomes, run } = await applyIn(bench.lab, plan);
      expect(outcomes).toMatchObject([{ status: 'applied' }]);
      const [settings, record] = [await bench.settings(), await bench.record()];
      const undoScript = readFileSync(await bench.handScript(), 'utf8');
      const back = await planRollback(bench.lab.context, run, bench.lab.hosts, undefined);
      expect((await applyIn(bench.lab, back)).outcomes).toMatchObject([{ status: 'applied' }]);
      expect(await bench.settings()).toEqual(before);
      for (const way of ['-Undo', 'undo.ps1'] as const) {
        bench.reset();
        const applied = bench.run(script, '-Apply');
        expect({ exit: applied.exit, stderr: applied.stderr }).toEqual({ exit: 0, stderr: '' });
        expect(await bench.settings()).toEqual(settings);
        expect(await bench.record()).toEqual(record);
        expect(bench.run(script, '-Check').exit).toBe(0);
        expect(readFileSync(await bench.handScript(), 'utf8')).toBe(undoScript);
        const undone = way === '-Undo' ? bench.run(script, way) : bench.run(await bench.handScript());
        expect([undone.exit, undone.stderr]).toEqual([0, '']);
        expect(await bench.settings()).toEqual(before);
        expect(bench.run(script, '-Check').exit).toBe(2);
      }
    }, 300_000);

    it('restarts what the engine restarts, only when it is told to, and leaves values out or not in force without', async () => {
      const plan = await bench.plan(
        [wish(value('Dword'), dword(64)), wish(value('New'), dword(1))],
        [restartOf('MSExchangeIS', value('Dword'))],
      );
      const script = bench.export(plan);
      const only = bench.run(script, '-Apply');
      expect([only.exit, only.stdout]).toEqual([
        2,
        expect.stringMatching(/left out for want of -WithEffects: c1 .*"Dword"/),
      ]);
      expect(bench.run(script, '-Undo').exit).toBe(0);
      bench.reset();
      expect(bench.run(script, '-Apply', '-KeepWithoutEffects').exit).toBe(2);
      expect(bench.run(script, '-Check')).toMatchObject({
        exit: 2,
        stdout: expect.stringContaining('not in force'),
      });
      expect(bench.run(script, '-Apply', '-WithEffects').exit).toBe(0);
      expect(bench.run(script, '-Check').exit).toBe(0);
      const twice = await bench.settings();
      bench.reset();
      expect(bench.run(script, '-Apply', '-WithEffects')).toMatchObject({ exit: 0 });
      const once = await bench.settings();
      bench.reset();
      expect((await applyIn(bench.lab, plan, allowAll)).outcomes).toMatchObject([{ status: 'applied' }]);
      expect([once, twice]).toEqual([await bench.settings(), await bench.settings()]);
    }, 300_000);

    it('shows the plan and changes nothing: 2 with something to do, 0 with nothing', async () => {
      const script = bench.export(await bench.plan(wishes));
      const shown = bench.run(script);
      expect([shown.exit, shown.stderr]).toEqual([2, '']);
      expect(shown.stdout).toContain('now: as the plan found it; to be done');
      expect(shown.stdout).not.toMatch(/[^\n\x20-\x7e]/);
      expect(await bench.lab.state('ex01')).toMatchObject({ writes: 0, files: [] });
      expect(bench.run(script, '-Apply').exit).toBe(0);
      const { writes } = await bench.lab.state('ex01');
      expect(bench.run(script)).toMatchObject({ exit: 0, stdout: expect.stringContaining('Nothing to do.') });
      expect(bench.run(script, '-Apply')).toMatchObject({ exit: 0, stdout: 'Nothing was written.\n' });
      expect((await bench.lab.state('ex01')).writes).toBe(writes);
    }, 120_000);
  },
);

describe.skipIf(pwshMissing)(`an exported script refuses${because(pwshMissing)}`, () => {
  let script: string;
  beforeEach(async () => {
    script = bench.export(await bench.plan([wish(value('Dword'), dword(64))]));
  });
  afterEach(async () => {
    expect(await bench.lab.state('ex01')).toMatchObject({ writes: 0, files: [] });
  });

  it('another machine than the plan was made for', async () => {
    await bench.edit((state) => {
      state.machine.installedAt = '2024-01-01T00:00:00Z';
    });
    for (const words of [[], ['-Apply'], ['-Undo'], ['-Check'], ['-Confirm']])
      expect(bench.run(script, ...words)).toMatchObject({
        exit: 3,
        stdout: expect.stringContaining('The plan was made for'),
      });
  }, 120_000);

  it('a state that is neither as planned nor as wanted, and one that cannot be read', async () => {
    await bench.edit((state) => {
      for (const { values } of state.registry)
        for (const each of values) if (each.name === 'Dword' && each.data === 32) each.data = 33;
    });
    expect(bench.run(script)).toMatchObject({ exit: 3, stdout: expect.stringContaining('REG_DWORD 33') });
    expect(bench.run(script, '-Apply')).toMatchObject({
      exit: 3,
      stdout: expect.stringContaining('not as it was planned for'),
    });
    await bench.edit((state) => {
      for (const key of state.registry) if (key.path.endsWith('Setright Test')) key.deny = 'read';
    });
    expect(bench.run(script, '-Apply').exit).toBe(3);
    expect(bench.run(script, '-Check').exit).toBe(5);
  }, 120_000);

  it('a prompt that is not elevated', async () => {
    await bench.edit((state) => {
      state.identity.elevated = false;
    });
    expect(bench.run(script, '-Apply')).toMatchObject({
      exit: 3,
      stdout: expect.stringContaining('elevated'),
    });
  }, 120_000);

  it.each([
    [['-Apply', '-Undo']],
    [['-WithEffects']],
    [['-Apply', '-WithEffects', '-KeepWithoutEffects']],
    [['-GuardSeconds', '29']],
    [['-Everything']],
  ])('%j with 1', (words) => {
    expect(bench.run(script, ...words).exit).toBe(1);
  });
});
