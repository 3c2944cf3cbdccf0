import { readdir, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { beforeEach, describe, expect, it } from 'vitest';
import { mark } from '../../src/model/line.ts';
import { Desk, json, overTheLimit, SESSIONS } from './desk.ts';

/** Two data folders on machines of one name (clones, containers, two people): each is a controller of its own. */
describe('controllers that share a host name', () => {
  let desk: Desk;
  let plan: string;
  beforeEach(async () => {
    desk = await Desk.open({ EX01: overTheLimit });
    plan = desk.path('p.json');
    await desk.type('plan', 'EX01', ...SESSIONS, '-o', plan);
  });

  const apply = (folder: string) =>
    desk.type('apply', plan, '--yes', '--keep-without-effects', '--json', '--data-dir', desk.path(folder));

  /** As a controller and a PowerShell that die together leave it on the host: set, neither kept nor undone. */
  async function leaveOpen(run: string): Promise<void> {
    const state = await desk.state('EX01');
    for (const file of state.files)
      if (file.path === `${run}\\steps.ndjson`) file.text = file.text.replace(/.*"=kept".*\n/, '');
    for (const { values } of state.registry)
      for (const value of values) if (value.data === 64) value.data = 32;
    await writeFile(desk.statePath('EX01'), JSON.stringify(mark(state)));
  }

  it('are told apart by the id that each data folder keeps, and a person reads both', async () => {
    const names = [];
    for (const folder of ['data', 'data', 'other']) {
      const said = await desk.type('plan', 'EX01', ...SESSIONS, '--json', '--data-dir', desk.path(folder));
      names.push((json(said).createdBy as { controller: string }).controller);
    }
    const [first, again, other] = names;
    expect(first).toMatch(/^.+\/[0-9a-f]{8}$/);
    expect(first?.startsWith(`${hostname()}/`)).toBe(true);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(await readdir(desk.path('data'))).toContain('controller.id');
    expect((await stat(desk.path('data/controller.id'))).mode & 0o077).toBe(0);
  });

  it('leave each other’s unfinished runs alone; the one whose it is settles it unasked', async () => {
    const { run } = json(await apply('data'));
    await leaveOpen(String(run));
    const refused = json(await apply('other'));
    expect(refused.hosts).toMatchObject([{ status: 'refused' }]);
    expect(refused.hosts[0]?.summary).toMatch(
      new RegExp(`${run} of .* at .*/[0-9a-f]{8} was left unfinished.*--break-lock ${run}`),
    );
    const settled = json(await apply('data'));
    expect(settled.hosts).toMatchObject([{ status: 'applied' }]);
  });
});
