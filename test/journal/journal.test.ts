import { appendFile, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Journal, journalPath } from '../../src/journal/journal.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { tellHost } from '../../src/journal/run-story.ts';
import { findRun, newRunName } from '../../src/journal/runs.ts';
import type { JournalEntry } from '../../src/model/journal.ts';
import { emptyPlan, keptRun } from './sample-run.ts';

const clock = () => new Date('2026-01-15T08:00:00Z');
const run = '20260115-080000-abc123';
let runs: string;
let path: string;

beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), 'setright-journal-'));
  path = journalPath(runs, run);
});

async function write(entries: readonly JournalEntry[]): Promise<string> {
  const journal = await Journal.create(runs, run, clock);
  for (const entry of entries) await journal.append(entry);
  await journal.close();
  return journal.head;
}

describe('a journal', () => {
  it('is read back whole, with an unbroken chain, and only by its owner', async () => {
    const head = await write(keptRun(run));
    const read = await readJournal(path);
    expect(read.records.map(({ event }) => event)).toEqual(keptRun(run).map(({ event }) => event));
    expect(read).toMatchObject({ broken: undefined, cutOff: false, head });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('keeps the order of appends that many hosts make at once', async () => {
    const journal = await Journal.create(runs, run, clock);
    await journal.append({ event: 'run-begun', schema: 'setright/journal@1', run: emptyPlan(run) });
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => journal.append({ event: 'verified', host: `EX${index}` })),
    );
    await journal.close();
    const read = await readJournal(path);
    expect(read.records).toHaveLength(51);
    expect(read.broken).toBeUndefined();
  });

  it.each([
    ['a changed value', (text: string) => text.replace('"change":"c1"', '"change":"c2"'), 4],
    ['a missing record', (text: string) => text.replace(/\n.*"event":"record-written".*/, ''), 3],
    ['two records exchanged', exchangeLines, 2],
  ])('shows where %s breaks the chain', async (_what, spoil, n) => {
    await write(keptRun(run));
    await writeFile(path, spoil(await readFile(path, 'utf8')));
    expect((await readJournal(path)).broken?.n).toBe(n);
  });

  it('counts everything before a record that was cut off in the middle of a write', async () => {
    await write(keptRun(run).slice(0, 4));
    await appendFile(path, '{"event":"set-do');
    const read = await readJournal(path);
    expect(read.cutOff).toBe(true);
    expect(read.broken).toBeUndefined();
    expect(tellHost(read.records, 'EX01')).toMatchObject({ end: 'unfinished', begun: ['c1'] });
  });

  it('names file and line of a record that is no record, and the schema it cannot read', async () => {
    await write(keptRun(run));
    const text = await readFile(path, 'utf8');
    for (const line of ['not json', 'null', '7', '[]', '{}']) {
      await writeFile(path, text.replace('\n', `\n${line}\n`));
      await expect(readJournal(path)).rejects.toThrow(`${path}:2: this line is not a journal record`);
    }
    await writeFile(path, text.replace('setright/journal@1', 'setright/journal@9'));
    await expect(readJournal(path)).rejects.toThrow(/reads setright\/journal@1, found setright\/journal@9/);
  });

  it('refuses every append after one that could not be written', async () => {
    const journal = await Journal.create(runs, run, clock);
    await journal.append({ event: 'verified', host: 'EX01' });
    await journal.close();
    await expect(journal.append({ event: 'verified', host: 'EX01' })).rejects.toThrow();
    await expect(journal.append({ event: 'verified', host: 'EX02' })).rejects.toThrow();
  });
});

describe('the story of a host', () => {
  it.each([
    [1, 'nothing'],
    [2, 'unfinished'],
    [5, 'unfinished'],
    [7, 'kept'],
  ] as const)('after %i records ends as %s', async (count, end) => {
    await write(keptRun(run).slice(0, count));
    expect(tellHost((await readJournal(path)).records, 'EX01').end).toBe(end);
  });
});

describe('finding a run', () => {
  it('takes a beginning or "last", and says when that is not one run', async () => {
    await write(keptRun(run));
    expect((await findRun(runs, 'last')).header.run).toBe(run);
    expect((await findRun(runs, '20260115')).header.run).toBe(run);
    await expect(findRun(runs, '2025')).rejects.toThrow(/no such run/);
    await Journal.create(runs, '20260115-080001-abc124', clock).then((other) => other.close());
    await expect(findRun(runs, '20260115')).rejects.toThrow(/2 runs begin with it/);
  });

  it('names runs so that they sort by time', () => {
    const early = newRunName(new Date('2026-01-15T08:00:00Z'), () => 'ffffff');
    const late = newRunName(new Date('2026-01-15T08:00:00.001Z'), () => '000000');
    expect(early < late).toBe(true);
    expect(early).toBe('20260115-080000000-ffffff');
  });
});

function exchangeLines(text: string): string {
  const [first, second, third, ...rest] = text.split('\n');
  return [first, third, second, ...rest].join('\n');
}
