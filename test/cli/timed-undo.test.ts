import { beforeEach, describe, expect, it } from 'vitest';
import { editHost } from './cut-run-off.ts';
import { Desk, json, overTheLimit, quiet, SESSIONS } from './desk.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await Desk.open({ EX01: overTheLimit, EX02: quiet });
  await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
});

const applied = async (...words: readonly string[]): Promise<string> => {
  const said = await desk.type(
    'apply',
    desk.path('p.json'),
    '--yes',
    '--keep-without-effects',
    '--json',
    ...words,
  );
  expect(said.exitCode, said.stderr).toBe(0);
  return String(json(said).run);
};

const due = () =>
  editHost(desk, 'EX01', (state) => {
    state.clock = '2026-01-20T00:00:00Z';
  });

describe('a change for a time', () => {
  it('is said before it is agreed to, listed while it stands, and told when it is over', async () => {
    const asked = await desk.type(
      ...['apply', desk.path('p.json'), '--yes', '--keep-without-effects', '--undo-after', '8h'],
    );
    expect(asked.exitCode).toBe(0);
    expect(asked.stderr.replace(/\s+/g, ' ')).toMatch(
      /Taken back at about \S+ \S+ UTC: by the host itself, 8 h after it is applied/,
    );
    expect(asked.stdout.replace(/\s+/g, ' ')).toMatch(/the host takes it back by itself at 2026-01-15T16:0/);
    const listed = await desk.type('guard', 'list');
    expect(listed.stdout).toMatch(
      /EX01: timed undo of run \S+, armed since .*; undoes at 2026-01-15T16:0.* \(8 h\)/,
    );
    expect((await desk.type('runs', 'show', 'last')).stdout).toContain('setright guard list EX01');
    await due();
    const later = await desk.type('guard', 'list', 'EX01');
    expect(later.stdout).toMatch(/EX01: timed undo of run \S+, fired: restored/);
    expect(await desk.limit('EX01')).toBe(32);
  });

  it('is sealed into a plan that was made with it', async () => {
    await desk.type('plan', 'EX01', ...SESSIONS, '--undo-after', '14d', '-o', desk.path('p.json'));
    const run = await applied();
    const { guards } = json(await desk.type('guard', 'list', '--json'));
    expect(guards).toMatchObject([{ host: 'EX01', run, kind: 'timed undo', seconds: 14 * 86_400 }]);
  });

  it('lasts once its timed undo is cancelled, which asks first', async () => {
    const run = await applied('--undo-after', '8h');
    expect((await desk.type('guard', 'cancel', 'EX01')).exitCode).toBe(1);
    const said = await desk.type('guard', 'cancel', 'EX01', '--yes');
    expect(said).toMatchObject({ exitCode: 0 });
    expect(said.stdout).toMatch(/timed undo of run \S+ is gone from EX01\. What it set lasts now/);
    await due();
    expect((await desk.type('guard', 'list')).stdout).toContain('No guard and no timed undo stands');
    expect(await desk.limit('EX01')).toBe(64);
    expect((await desk.type('rollback', run, '--yes')).exitCode).toBe(0);
    expect(await desk.limit('EX01')).toBe(32);
  });

  it('is taken back before its time by guard fire, which asks first, and by its rollback', async () => {
    const run = await applied('--undo-after', '8h');
    expect((await desk.type('guard', 'fire', 'EX01')).exitCode).toBe(1);
    expect(await desk.limit('EX01')).toBe(64);
    const fired = json(await desk.type('guard', 'fire', 'EX01', '--yes', '--json'));
    expect(fired).toMatchObject({ schema: 'setright/guard-fire@1', of: run, exitCode: 0 });
    expect(await desk.limit('EX01')).toBe(32);
    expect((await desk.state('EX01')).tasks).toEqual([]);
    expect((await desk.type('runs', 'show', run)).stdout).toMatch(/is taken back:\s+restored/);
  });

  it('stands beside others, which are told apart by their runs', async () => {
    const first = await applied('--undo-after', '8h');
    await editHost(desk, 'EX01', (state) => {
      for (const key of state.registry)
        for (const value of key.values) if (value.data === 64) value.data = 32;
    });
    await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
    const second = await applied('--undo-after', '2d');
    const said = await desk.type('guard', 'cancel', 'EX01', '--yes');
    expect(said).toMatchObject({ exitCode: 1 });
    expect(said.stderr).toContain('--run');
    expect((await desk.type('guard', 'cancel', 'EX01', '--run', second, '--yes')).exitCode).toBe(0);
    expect((await desk.state('EX01')).tasks).toMatchObject([{ run: first }]);
  });
});

it('a time of less than five minutes, of more than ninety days or without a unit is wrong use', async () => {
  for (const time of ['4min', '91d', '8', '8 hours', '0h', '-1h', '1e3h'])
    expect(await desk.type('apply', desk.path('p.json'), '--undo-after', time, '--yes'), time).toMatchObject({
      exitCode: 1,
    });
  expect(await desk.limit('EX01')).toBe(32);
});

it('is refused by an export, whose script arms no timed undo', async () => {
  await desk.type('plan', 'EX01', ...SESSIONS, '--undo-after', '8h', '-o', desk.path('t.json'));
  const said = await desk.type('export', desk.path('t.json'), '--out', desk.path('scripts'));
  expect(said).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('for a time') });
});
