import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../../src/journal/journal.ts';
import type { HostStatus } from '../../src/model/outcome.ts';
import { writtenDown } from '../../src/run/apply/journalled-run.ts';
import { outcome } from '../../src/run/outcomes.ts';
import { dword, Lab, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const wishes = [wish(value('Dword'), dword(64))];
let lab: Lab;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
});

/** Something of another kind stands where a file is to be: as unwritable as on a disk that became read-only, for root too. */
async function spoil(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
}

/** The data folder of a controller whose disk says no: what came of the hosts is told all the same, and never as a bug. */
describe("this controller's own disk", () => {
  it('that does not take a lock back changes nothing of what came of the host', async () => {
    const plan = await planFor(lab, wishes);
    const { locks } = lab.context.data;
    const { watch } = lab.context;
    const seen: Promise<void>[] = [];
    lab.context = {
      ...lab.context,
      watch: (event) => {
        watch(event);
        if (event.kind === 'host-step' && event.step.startsWith('verifying'))
          seen.push(readdir(locks).then(([file = '']) => spoil(join(locks, file))));
      },
    };
    const { outcomes, exitCode } = await applyIn(lab, plan);
    await Promise.all(seen);
    expect(seen).toHaveLength(1);
    expect(outcomes).toMatchObject([{ status: 'applied', summary: '1 value set, verified' }]);
    expect(exitCode).toBe(0);
  });

  it.each(['locks', 'backups'] as const)(
    'without %s refuses the host, names the place and the next move',
    async (part) => {
      const plan = await planFor(lab, wishes);
      const before = settings(await lab.state('ex01'));
      const place = lab.context.data[part];
      await rm(place, { recursive: true });
      await writeFile(place, '');
      const { outcomes } = await applyIn(lab, plan);
      expect(outcomes).toMatchObject([{ status: 'refused' }]);
      expect(outcomes[0]?.summary).toContain(place);
      expect(outcomes[0]?.summary).toMatch(/--data-dir/);
      expect(settings(await lab.state('ex01'))).toEqual(before);
    },
  );

  it('without room for runs begins none, and says so', async () => {
    const runs = join(lab.folder, 'a-file');
    await writeFile(runs, '');
    await expect(Journal.create(runs, 'r1', () => new Date())).rejects.toThrow(
      /a-file: its disk does not take \(.*\) the records of a run; nothing was begun.*--data-dir/,
    );
  });

  it.each<[HostStatus, HostStatus]>([
    ['refused', 'refused'],
    ['unreachable', 'unreachable'],
    ['applied', 'unfinished'],
    ['restored', 'unfinished'],
  ])('that cannot write down an outcome %s makes it %s', async (status, told) => {
    const journal = await Journal.create(
      lab.context.data.runs,
      '20260115-080000000-abc123',
      () => new Date(),
    );
    await journal.close();
    expect((await writtenDown(journal, outcome('ex01', status, 'as it came out'))).status).toBe(told);
  });
});
