import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RunEvent } from '../../src/model/progress.ts';
import { dword, Lab, restartOf, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

/** What lies on either side's disk at the moment at which a request goes out. */
interface Disks {
  readonly verb: string;
  readonly backup: string;
  readonly journal: readonly string[];
  readonly record: boolean;
  readonly steps: string;
}

it('what is about to be done is on both disks before it is asked for', async () => {
  const lab = await Lab.open();
  await lab.add('ex01');
  const plan = await planFor(
    lab,
    [wish(value('Dword'), dword(64)), wish(value('New', 'SOFTWARE\\Setright Test\\A'), dword(1))],
    [restartOf('MSExchangeIS', value('Dword'))],
  );
  const seen: Disks[] = [];
  lab.context = {
    ...lab.context,
    watch: (event) => {
      const sent = sentVerb(event);
      if (sent) seen.push({ verb: sent, ...look(lab) });
    },
  };
  await applyIn(lab, plan);

  const at = (verb: string, nth = 0) => seen.filter((each) => each.verb === verb)[nth] as Disks;
  expect(at('get')).toMatchObject({ backup: '', journal: ['run-begun'], record: false });
  expect(JSON.parse(at('begin').backup).changes).toMatchObject([
    { id: 'c1', before: dword(32), after: dword(64) },
    { id: 'c2', before: { status: 'absent', missing: 'key' } },
  ]);
  expect(at('begin')).toMatchObject({ journal: ['run-begun', 'host-begun'], record: false });
  expect(at('set')).toMatchObject({ record: true });
  expect(at('set').journal.slice(-3)).toEqual(['record-written', 'guard-armed', 'set-intended']);
  expect(at('set', 1).journal.slice(-2)).toEqual(['set-done', 'set-intended']);
  expect(at('set', 1).steps).toMatch(/"=intended".*\n.*"=set".*\n$/);
  expect(at('effect').journal.slice(-2)).toEqual(['verified', 'effect-intended']);
  expect(at('yield').journal.slice(-2)).toEqual(['verified', 'verified']);
});

function sentVerb(event: RunEvent): string | undefined {
  if (event.kind !== 'line' || event.direction !== 'sent') return undefined;
  return (JSON.parse(event.text) as { verb: string }).verb;
}

/** Read while nobody else has a turn: just what there is. */
function look(lab: Lab): Omit<Disks, 'verb'> {
  const { runs, backups } = lab.context.data;
  const [run = ''] = readdirSync(runs);
  const [backup] = existsSync(join(backups, run)) ? readdirSync(join(backups, run)) : [];
  const journal = readFileSync(join(runs, run, 'journal.ndjson'), 'utf8')
    .trim()
    .split('\n');
  const { files } = JSON.parse(readFileSync(lab.path('ex01'), 'utf8')) as {
    files: { path: string; text: string }[];
  };
  const textOf = (name: string) => files.find(({ path }) => path === `=${run}\\${name}`)?.text;
  return {
    backup: backup === undefined ? '' : readFileSync(join(backups, run, backup), 'utf8'),
    journal: journal.map((line) => (JSON.parse(line) as { event: string }).event),
    record: textOf('record.json') !== undefined,
    steps: textOf('steps.ndjson') ?? '',
  };
}
