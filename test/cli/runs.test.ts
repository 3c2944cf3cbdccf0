import { readFile, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { Desk, json, overTheLimit, SESSIONS } from './desk.ts';

const CONSENT = ['--yes', '--allow', 'service.restart'] as const;

/** Past runs are told from their journals alone, and a journal that was changed is not believed. */
describe('runs', () => {
  let desk: Desk;
  let run: string;
  let head: string;
  beforeEach(async () => {
    desk = await Desk.open({ EX01: overTheLimit });
    await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
    const applied = json(await desk.type('apply', desk.path('p.json'), ...CONSENT, '--json'));
    run = String(applied.run);
    head = String(applied.chainHead);
  });

  const journal = () => desk.path(`data/runs/${run}/journal.ndjson`);

  it('list names them newest first, show tells what happened without asking a host', async () => {
    await desk.type('rollback', 'last', ...CONSENT);
    const { runs } = json(await desk.type('runs', '--json')) as unknown as {
      runs: Record<string, unknown>[];
    };
    expect(runs).toMatchObject([
      { verb: 'rollback', undoes: run },
      { verb: 'apply', run, hosts: '1 kept' },
    ]);
    await writeFile(desk.statePath('EX01'), 'gone');
    const shown = await desk.type('runs', 'show', run);
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain('REG_DWORD 32 (0x20) → REG_DWORD 64 (0x40): set and verified');
    expect(shown.stdout).toContain('effect e1 done');
  });

  it('show tells what became of a value that did not stick: nobody takes it for one that was set', async () => {
    const lying = await Desk.open({
      EX01: (state) => {
        overTheLimit(state);
        for (const { values } of state.registry)
          for (const value of values) if (value.name.startsWith('Maximum')) value.data = 63;
        state.faults = [{ verb: 'set', nth: 1, fault: 'lie' }];
      },
    });
    await lying.type('plan', 'EX01', ...SESSIONS, '-o', lying.path('p.json'));
    expect((await lying.type('apply', lying.path('p.json'), ...CONSENT)).exitCode).toBe(3);
    const { stdout } = await lying.type('runs', 'show', 'last');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'REG_DWORD 63 (0x3f) → REG_DWORD 64 (0x40): read as before, nothing had to be put back',
    );
  });

  it('verify compares the whole chain, and the head that was kept', async () => {
    expect((await desk.type('runs', 'verify')).exitCode).toBe(0);
    expect((await desk.type('runs', 'verify', run, '--head', head)).exitCode).toBe(0);
    const lines = (await readFile(journal(), 'utf8')).trimEnd().split('\n');
    await writeFile(journal(), `${lines.slice(0, -1).join('\n')}\n`);
    expect((await desk.type('runs', 'verify', run)).exitCode).toBe(0);
    const cut = await desk.type('runs', 'verify', run, '--head', head);
    expect(cut).toMatchObject({ exitCode: 4, stdout: expect.stringMatching(/broken +its head is/) });
  });

  it('verify and show say at which record a chain breaks, and end 4, and rollback does not build on it', async () => {
    const lines = (await readFile(journal(), 'utf8')).split('\n');
    lines[2] = (lines[2] ?? '').replace('EX01', 'EX02');
    await writeFile(journal(), lines.join('\n'));
    const said = await desk.type('runs', 'verify', run);
    expect(said.exitCode).toBe(4);
    expect(said.stdout).toMatch(/broken +from record 3 on: its text is not/);
    const shown = await desk.type('runs', 'show', run);
    expect(shown.exitCode).toBe(4);
    expect(shown.stdout).toMatch(/^This journal does not hold from record 3 on: its text is not/);
    expect((await desk.type('runs', 'list')).stdout).toMatch(
      new RegExp(`${run} .*chain broken at\\s+record 3`),
    );
    const asJson = await desk.type('runs', 'show', run, '--json');
    expect(asJson.exitCode).toBe(4);
    expect(json(asJson).broken).toMatchObject({ n: 3 });
    const back = await desk.type('rollback', run, ...CONSENT);
    expect(back.exitCode).toBe(1);
    expect(back.stderr).toContain('its journal does not hold at record 3');
    await writeFile(journal(), 'not a journal\n');
    expect((await desk.type('runs', 'verify', run)).stdout).toMatch(/broken[\s\S]*journal record/);
    expect((await desk.type('runs', 'list')).stdout).toMatch(new RegExp(`${run} +unreadable`));
  });
});

/** The controller died in the middle: the journal is cut where it was killed. */
describe('a run that has no end', () => {
  it('says so, and which later run settled it', async () => {
    const desk = await Desk.open({ EX01: overTheLimit });
    await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
    const first = json(await desk.type('apply', desk.path('p.json'), ...CONSENT, '--json'));
    const path = desk.path(`data/runs/${first.run}/journal.ndjson`);
    const lines = (await readFile(path, 'utf8')).split('\n');
    const set = lines.findIndex((line) => line.includes('"set-intended"'));
    await writeFile(path, `${lines.slice(0, set + 1).join('\n')}\n`);

    const open = await desk.type('runs', 'show', String(first.run));
    expect(open.stdout).toMatch(/EX01: unfinished/);
    expect(open.stdout).toContain('Its journal has no end');
    expect(open.stdout.replace(/\s+/g, ' ')).toContain('no later run settled it');
    expect((await desk.type('runs')).stdout).toMatch(/1 unfinished$/m);

    const back = json(await desk.type('rollback', String(first.run), ...CONSENT, '--json'));
    const settled = await desk.type('runs', 'show', String(first.run));
    expect(settled.stdout).toContain(`settled later by run ${back.run}: kept`);
    expect((await desk.type('runs')).stdout).toMatch(/1 unfinished → kept$/m);
    expect(await desk.limit('EX01')).toBe(32);
  });
});
