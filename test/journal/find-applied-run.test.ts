import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findAppliedRun } from '../../src/journal/find-applied-run.ts';
import { Journal, journalPath } from '../../src/journal/journal.ts';
import type { JournalEntry } from '../../src/model/journal.ts';
import { emptyPlan, keptRun } from './sample-run.ts';

const applied = '20260115-080000000-aaaaaa';
const later = '20260115-090000000-bbbbbb';
let runs: string;

beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), 'setright-journal-'));
});

async function write(run: string, entries: readonly JournalEntry[]): Promise<void> {
  const journal = await Journal.create(runs, run, () => new Date('2026-01-15T08:00:00Z'));
  for (const entry of entries) await journal.append(entry);
  await journal.close();
}

const begun = (run: string, verb: 'apply' | 'recover'): JournalEntry => ({
  event: 'run-begun',
  schema: 'setright/journal@1',
  run: { ...emptyPlan(run), verb },
});

describe('the last run that applied something', () => {
  it.each([
    ['a recovery that undid an earlier one', [begun(later, 'recover'), ...keptRun(later).slice(1)]],
    ['an apply that wrote nothing', [begun(later, 'apply'), { event: 'run-ended', exitCode: 3 }]],
  ] as const)('is not %s', async (_what, entries) => {
    await write(applied, keptRun(applied));
    await write(later, entries);
    const found = await findAppliedRun(runs, 'last');
    expect([found.journal.header.run, found.newer]).toEqual([applied, [later]]);
  });

  it('is the newest of several, and passes over a folder without a journal', async () => {
    await write(applied, keptRun(applied));
    await write(later, keptRun(later));
    const empty = '20260115-100000000-cccccc';
    await mkdir(dirname(journalPath(runs, empty)), { recursive: true });
    expect(await findAppliedRun(runs, 'last')).toMatchObject({
      journal: { header: { run: later } },
      newer: [empty],
    });
  });

  it('is not searched for behind a journal that does not hold', async () => {
    await write(applied, keptRun(applied));
    await write(later, [begun(later, 'apply'), { event: 'run-ended', exitCode: 3 }]);
    const path = journalPath(runs, later);
    await writeFile(path, (await readFile(path, 'utf8')).replace('"exitCode":3', '"exitCode":0'));
    expect((await findAppliedRun(runs, 'last')).journal).toMatchObject({ broken: { n: 2 } });
  });

  it('may not be there at all, and a name is taken as it is', async () => {
    await write(later, [begun(later, 'recover')]);
    await expect(findAppliedRun(runs, 'last')).rejects.toThrow(
      /no run in .* has applied anything.*runs list/,
    );
    expect((await findAppliedRun(runs, later)).journal.header.run).toBe(later);
  });
});
