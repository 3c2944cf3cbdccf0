import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { present } from '../../src/model/state.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { Lab, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

const OLD = 'planted-old-secret';
const NEW = 'planted-new-secret';
const RIVAL = 'planted-rival-secret';
const wishes = [wish(value('Sz'), present({ kind: 'REG_SZ', data: NEW }), { sensitive: true })];
let lab: Lab;

const setSz = (text: string) => (state: HostState) => {
  for (const { path, values } of state.registry)
    if (path === 'HKLM\\SOFTWARE\\Setright Test')
      for (const entry of values) if (entry.name === 'Sz') entry.data = text;
};

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01', setSz(OLD));
});

/** Everything that the controller wrote down or told anybody, but for the backup store. */
async function told(...more: readonly unknown[]): Promise<string> {
  const { root, backups } = lab.context.data;
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.startsWith(backups));
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
  return [...texts, JSON.stringify(lab.events), JSON.stringify(more)].join('\n');
}

describe('a sensitive state', () => {
  it('is set, kept and taken back exactly, and stands nowhere but on the host and in the backup store', async () => {
    const before = settings(await lab.state('ex01'));
    const plan = await planFor(lab, wishes);
    expect(plan.hosts[0]?.changes[0]?.before.status).toBe('sealed');
    const applied = await applyIn(lab, plan);
    expect(applied.outcomes).toMatchObject([{ status: 'applied' }]);
    expect(JSON.stringify(settings(await lab.state('ex01')))).toContain(NEW);
    const back = await planRollback(lab.context, applied.run, lab.hosts, undefined);
    const restored = await applyIn(lab, back);
    expect(settings(await lab.state('ex01'))).toEqual(before);
    expect((await told(plan, applied, back, restored)).match(/.{60}planted-[a-z]+/)).toBeNull();
  });

  it('shows in no refusal, no conflict and no undo', async () => {
    const plan = await planFor(lab, wishes);
    await lab.edit('ex01', setSz(RIVAL));
    const refused = await applyIn(lab, plan);
    expect(refused.outcomes[0]?.summary).toMatch(/Sz" changed since the plan was made/);
    await lab.edit('ex01', (state) => {
      setSz(OLD)(state);
      state.faults = [{ verb: 'set', fault: 'differ' }];
    });
    const stuck = await applyIn(lab, plan);
    expect(stuck.outcomes).toMatchObject([{ status: 'stuck' }]);
    expect((await told(plan, refused, stuck)).match(/.{60}planted-[a-z]+/)).toBeNull();
  });

  it('of an unfinished run is settled without being shown', async () => {
    const plan = await planFor(lab, wishes);
    await lab.edit('ex01', (state) => {
      state.faults = [{ verb: 'keep', fault: 'die', once: true }];
    });
    const learnt = await applyIn(lab, plan);
    expect(learnt.outcomes).toMatchObject([{ status: 'restored', connections: 2 }]);
    expect((await told(plan, learnt)).match(/.{60}planted-[a-z]+/)).toBeNull();
  });
});
