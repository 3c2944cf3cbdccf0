import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Journal } from '../../src/journal/journal.ts';
import type { HostOutcome } from '../../src/model/outcome.ts';
import type { Plan } from '../../src/model/plan.ts';
import { Bench } from '../matrix/bench-host.ts';
import { onDisk } from '../matrix/full-disk.ts';
import { matrixPlans } from '../matrix/plans.ts';
import { settings } from './lab.ts';
import { applyIn } from './lab-plan.ts';

/** Applies with a disk that fills up just before `verb` is said. */
async function applyFilling(verb: string, fill: (bench: Bench) => void) {
  const bench = await Bench.open(matrixPlans[0] as (typeof matrixPlans)[number]);
  bench.reset();
  bench.atRequest = (passing) => {
    if (passing.verb === verb) fill(bench);
  };
  const ended = await onDisk(bench.disk, () => applyIn(bench.lab, bench.plan as Plan));
  return { ...ended, outcome: ended.outcomes[0] as HostOutcome, bench };
}

const isAsBefore = ({ host, old }: Bench) => expect(settings(host.file.state)).toEqual(old);

it('a disk of the host that fills up is no end of a run: its room was reserved', async () => {
  const { outcome, bench } = await applyFilling('set', ({ host }) =>
    host.edit((state) => {
      state.room = 0;
    }),
  );
  expect(outcome.status).toBe('applied');
  expect(bench.host.file.state.files.filter(({ path }) => path.endsWith('reserve'))).toEqual([]);
});

it('a host that cannot write down what it put back: unfinished, and whose record tells', async () => {
  const { outcome, exitCode, run, bench } = await applyFilling('set', ({ host }) =>
    host.edit((state) => {
      state.room = 0;
      state.files = state.files.filter(({ path }) => !path.endsWith('\\reserve'));
    }),
  );
  expect(outcome.status).toBe('unfinished');
  expect(exitCode).toBe(4);
  expect(outcome.summary).toContain(`restored and verified; the host's record of run ${run} is incomplete`);
  isAsBefore(bench);
  const { records } = await bench.lab.journal(run);
  expect(records.find(({ event }) => event === 'undone')).toMatchObject({
    report: { state: 'restored', unwritten: true },
  });
});

it('a disk of the controller that fills up is no end of a run either', async () => {
  const { outcome, run, bench } = await applyFilling('set', ({ disk }) => {
    disk.isFull = true;
  });
  expect(outcome.status).toBe('applied');
  expect(await bench.lab.journal(run)).toMatchObject({ broken: undefined, cutOff: false });
});

it('a controller without room for its journal: the host is as before, and its record tells', async () => {
  const { outcome, exitCode, run, bench } = await applyFilling('set', ({ disk }) => {
    disk.isFull = true;
    disk.isGreedy = true;
  });
  expect(outcome.status).toBe('unfinished');
  expect(exitCode).toBe(4);
  expect(outcome.summary).toMatch(/restored and verified; this controller's record of the run is incomplete/);
  isAsBefore(bench);
  const { files } = bench.host.file.state;
  expect(files.find(({ path }) => path === `${run}\\steps.ndjson`)?.text).toContain('"step":"=restored"');
});

it('a controller without room for a run begins none, and leaves nothing of it', async () => {
  const runs = await mkdtemp(join(tmpdir(), 'setright-full-'));
  const disk = { isFull: true, room: 0, isGreedy: true };
  await expect(onDisk(disk, () => Journal.create(runs, 'r1', () => new Date()))).rejects.toThrow(
    /no room for the records of a run; nothing was begun/,
  );
  expect(await readdir(runs)).toEqual([]);
});
