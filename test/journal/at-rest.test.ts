import { cp, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readPlanFile } from '../../src/journal/plan-file.ts';
import { tellHost } from '../../src/journal/run-story.ts';
import { findRun } from '../../src/journal/runs.ts';
import { checkPlan } from '../../src/run/apply/apply.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { Lab } from '../run/lab.ts';
import { applyIn } from '../run/lab-plan.ts';

/**
 * What version 0.1 left on a controller's disk and on a host: a plan, a journal, backups (one state of it sealed) and the host's record.
 * Never written anew: whoever changes a format adds a sample beside it, and this one must still load.
 */
const SAMPLE = join(import.meta.dirname, '../fixtures/at-rest/0.1');
let lab: Lab;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'setright-at-rest-'));
  await cp(SAMPLE, folder, { recursive: true });
  lab = await Lab.open(folder);
  lab.know('ex01');
});

describe('files of version 0.1', () => {
  it('hold a plan that is still whole', async () => {
    const plan = await readPlanFile(join(lab.folder, 'plan.json'));
    expect(() => checkPlan(plan)).not.toThrow();
    expect(plan.hosts[0]?.changes).toHaveLength(3);
  });

  it('hold a journal with an unbroken chain that tells what happened', async () => {
    const journal = await findRun(lab.context.data.runs, 'last');
    expect(journal).toMatchObject({ broken: undefined, cutOff: false });
    expect(tellHost(journal.records, 'ex01')).toMatchObject({ end: 'kept', begun: ['c1', 'c2', 'c3'] });
  });

  it('are enough to take that run back exactly, sealed states and services included', async () => {
    const plan = await planRollback(lab.context, 'last', lab.hosts, undefined);
    expect(plan.hosts[0]).toMatchObject({ conflicts: [], changes: [{ sensitive: true }, {}, {}] });
    const { outcomes } = await applyIn(lab, plan);
    expect(outcomes).toMatchObject([{ status: 'applied' }]);
    const { registry } = await lab.state('ex01');
    const values = registry.find(({ path }) => path === 'HKLM\\SOFTWARE\\Setright Test')?.values;
    expect(values?.find(({ name }) => name === 'Dword')?.data).toBe(32);
    expect(values?.find(({ name }) => name === 'Sz')?.data).toBe('text');
    expect(registry.some(({ path }) => path.endsWith('\\A'))).toBe(false);
  });

  it('carry a schema version, every one', async () => {
    const entries = await readdir(SAMPLE, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.key'));
    expect(files.length).toBeGreaterThan(4);
    for (const { parentPath, name } of files)
      expect(await readFile(join(parentPath, name), 'utf8'), name).toMatch(
        /"schema":\s?"=?setright\/[a-z-]+@1"/,
      );
  });
});
