import { beforeEach, describe, expect, it } from 'vitest';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { cutRunOff, editHost } from './cut-run-off.ts';
import { Desk, json, overTheLimit, quiet, SESSIONS } from './desk.ts';

let desk: Desk;
let run: string;

/** The run as it was with its guard armed and everybody dead: neither kept nor undone, and its task still there. */
beforeEach(async () => {
  desk = await Desk.open({ EX01: overTheLimit, EX02: quiet });
  await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
  const applied = await desk.type('apply', desk.path('p.json'), '--yes', '--keep-without-effects', '--json');
  run = String(json(applied).run);
  await cutRunOff(desk, 'EX01', run);
  await editHost(desk, 'EX01', armed);
});

function armed(state: HostState): void {
  const at = state.clock ?? new Date().toISOString();
  const steps = state.files.find(({ path }) => path === `${run}\\steps.ndjson`);
  const guard = [
    `{"n":90,"at":"=${at}","step":"=guard-intended","seconds":3600}`,
    `{"n":91,"at":"=${at}","step":"=guard-rehearsed"}`,
    `{"n":92,"at":"=${at}","step":"=guard-armed"}`,
  ];
  if (steps) steps.text += `${guard.join('\n')}\n`;
  state.tasks = [{ run, seconds: 3600, at }];
}

describe('guard', () => {
  it('list names the run whose guard stands, and when it undoes', async () => {
    const said = await desk.type('guard', 'list');
    expect(said.exitCode).toBe(0);
    expect(said.stdout).toContain(`EX01: guard of run ${run}, armed since`);
    expect(said.stdout).toContain('undoes after 3600 s');
    const listed = json(await desk.type('guard', '--json'));
    expect(listed).toMatchObject({
      schema: 'setright/guard-list@1',
      exitCode: 0,
      guards: [{ host: 'EX01', run, seconds: 3600, state: 'armed', standing: true }],
    });
  });

  it('cancel asks, and takes the task away without undoing anything', async () => {
    const unasked = await desk.type('guard', 'cancel', 'EX01');
    expect(unasked.exitCode).toBe(1);
    expect((await desk.state('EX01')).tasks).toHaveLength(1);
    const said = await desk.type('guard', 'cancel', 'EX01', '--yes');
    expect(said).toMatchObject({ exitCode: 0 });
    expect(said.stdout).toContain(`The guard of run ${run} is gone from EX01`);
    expect((await desk.state('EX01')).tasks).toEqual([]);
    expect(await desk.limit('EX01')).toBe(64);
    expect((await desk.type('guard', 'cancel', 'EX01', '--yes')).stdout).toContain('No guard stands on EX01');
  });

  it('cancel ends 4 and names the task when it cannot be taken away', async () => {
    await editHost(desk, 'EX01', (state) => {
      state.scheduler = 'stuck';
    });
    const said = await desk.type('guard', 'cancel', 'EX01', '--yes');
    expect(said.exitCode).toBe(4);
    expect(said.stdout).toContain(`Setright-guard-${run} still stands`);
  });

  it('fire asks, undoes at once what the guard would undo, and takes it away', async () => {
    expect((await desk.type('guard', 'fire', 'EX01')).exitCode).toBe(1);
    expect(await desk.limit('EX01')).toBe(64);
    const said = await desk.type('guard', 'fire', 'EX01', '--yes');
    expect(said).toMatchObject({ exitCode: 0 });
    expect(await desk.limit('EX01')).toBe(32);
    expect((await desk.state('EX01')).tasks).toEqual([]);
  });

  it.each([
    ['guard', 'fire', 'EX01'],
    ['recover', 'EX01'],
  ])('%s %s is not what `rollback last` takes back: the run is', async (...words) => {
    expect((await desk.type(...words, '--yes')).exitCode).toBe(0);
    const back = await desk.type('rollback', 'last', '--yes', '--quiet', '--json');
    expect(back.stderr).toContain(`The last run that applied something is ${run}; newer, and passed over: 2`);
    expect(back.exitCode).toBe(0);
    expect(json(back)).toMatchObject({ undoes: run });
    expect(await desk.limit('EX01')).toBe(32);
  });
});

it('a guard of less than 30 or more than 3600 seconds is wrong use', async () => {
  for (const seconds of ['29', '3601', 'soon'])
    expect(await desk.type('apply', desk.path('p.json'), '--guard-seconds', seconds)).toMatchObject({
      exitCode: 1,
    });
});
