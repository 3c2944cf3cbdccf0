import { beforeEach, describe, expect, it } from 'vitest';
import { tellHost } from '../../src/journal/run-story.ts';
import { present } from '../../src/model/state.ts';
import type { FoundHost } from '../../src/run/recover/look-host.ts';
import { findOldRecords, pruneRecords } from '../../src/run/recover/prune-records.ts';
import { findLeftBehind, recoverHosts } from '../../src/run/recover/recover.ts';
import type { Recovery } from '../../src/run/recover/recover-host.ts';
import { dword, Lab, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';
import { leaveUnfinished } from './leave-unfinished.ts';

const SECRET = 'planted-new-secret';
const wishes = [
  wish(value('Dword'), dword(64)),
  wish(value('Fresh', 'SOFTWARE\\Setright Test\\New\\Deep'), present({ kind: 'REG_SZ', data: SECRET })),
];
let lab: Lab;
let before: ReturnType<typeof settings>;

beforeEach(async () => {
  lab = await Lab.open();
  await lab.add('ex01');
  before = settings(await lab.state('ex01'));
});

const find = () => findLeftBehind(lab.context, [...lab.hosts.values()]);
const recover = (found: readonly FoundHost[], how: Recovery = 'undo', breakLock?: string) =>
  recoverHosts(lab.context, found, lab.hosts, how, breakLock);
const now = async () => settings(await lab.state('ex01'));
/** Somebody else writes what no run of ours wrote. */
const rival = () =>
  lab.edit('ex01', ({ registry }) => {
    for (const { values } of registry) for (const each of values) if (each.data === 64) each.data = 77;
  });

describe('an unfinished run', () => {
  it('is found from both sides, shown with what each resource holds, undone, and then known to be settled', async () => {
    const run = await leaveUnfinished(lab, wishes);
    const { found, rest } = await find();
    expect(rest).toEqual([]);
    expect(found).toMatchObject([
      { host: 'ex01', lock: { run, alive: false }, runs: [{ run, person: 'ann', state: 'open' }] },
    ]);
    expect(found[0]?.runs[0]?.changes.map(({ standing, last }) => [standing, last])).toEqual([
      ['ours', 'set'],
      ['ours', 'set'],
    ]);
    const ended = await recover(found);
    expect(ended).toMatchObject({ exitCode: 0, outcomes: [{ status: 'recovered' }] });
    expect(await now()).toEqual(before);
    const { records, header } = await lab.journal(ended.run);
    expect(header.verb).toBe('recover');
    expect(tellHost(records, 'ex01')).toMatchObject({
      end: 'restored',
      settled: [{ of: run, state: 'restored' }],
    });
    const again = await find();
    expect(again.found).toEqual([]);
    expect(again.rest).toMatchObject([{ status: 'nothing' }]);
  });

  it('never shows a value: whoever recovers does not know which are sensitive', async () => {
    await leaveUnfinished(lab, wishes);
    lab.events.length = 0;
    const { found } = await find();
    await recover(found);
    expect(JSON.stringify([found, lab.events])).not.toContain(SECRET);
  });

  it('is found from the host alone: another data folder, another controller', async () => {
    const run = await leaveUnfinished(lab, wishes, 'other-ws', 'bob');
    const other = await Lab.open();
    lab.context = other.context;
    const { found } = await find();
    expect(found).toMatchObject([{ runs: [{ run, controller: 'other-ws', person: 'bob', state: 'open' }] }]);
    const refused = await recover(found);
    expect(refused).toMatchObject({ exitCode: 3, outcomes: [{ status: 'refused' }] });
    expect(refused.outcomes[0]?.summary).toMatch(/of bob at other-ws was left unfinished .* --break-lock/);
    expect(await now()).not.toEqual(before);
    expect(await recover(found, 'undo', 'another-run')).toMatchObject({ exitCode: 3 });
    expect(await recover(found, 'undo', run)).toMatchObject({ exitCode: 0 });
    expect(await now()).toEqual(before);
    expect((await lab.state('ex01')).files.map(({ path }) => path)).not.toContain('lock.json');
  });

  it('is found from the journal alone, and settled as never begun when the host knows nothing of it', async () => {
    const run = await leaveUnfinished(lab, wishes);
    await lab.edit('ex01', (state) => {
      state.files = [];
    });
    const { found } = await find();
    expect(found).toMatchObject([{ lock: null, runs: [{ run, state: 'missing' }] }]);
    expect(await recover(found)).toMatchObject({ exitCode: 0 });
    expect((await find()).found).toEqual([]);
  });

  it('of another machine under the same name is not looked for here', async () => {
    await leaveUnfinished(lab, wishes);
    await lab.edit('ex01', (state) => {
      state.files = [];
      state.machine.guid = 'another';
    });
    expect((await find()).found).toEqual([]);
  });

  it('that the host ended by itself is only written down', async () => {
    const run = await leaveUnfinished(lab, wishes);
    await recover((await find()).found);
    const held = await now();
    // As after a controller that died before it heard: its journals know nothing of the end.
    const { rm } = await import('node:fs/promises');
    const { join } = await import('node:path');
    const { listRuns } = await import('../../src/journal/runs.ts');
    const [newest = ''] = await listRuns(lab.context.data.runs);
    await rm(join(lab.context.data.runs, newest), { recursive: true });
    const { found } = await find();
    expect(found).toMatchObject([{ runs: [{ run, state: 'restored' }] }]);
    const ended = await recover(found, 'keep');
    expect(ended.outcomes[0]?.summary).toContain('had ended here by itself: restored');
    expect(await now()).toEqual(held);
    expect((await find()).found).toEqual([]);
  });
});

describe('keeping', () => {
  it('adopts a run all of which reads as it was wanted: nothing is set, the host says kept', async () => {
    const run = await leaveUnfinished(lab, wishes);
    const held = await now();
    const ended = await recover((await find()).found, 'keep');
    expect(ended).toMatchObject({ exitCode: 0, outcomes: [{ status: 'recovered' }] });
    expect(await now()).toEqual(held);
    expect((await find()).found).toEqual([]);
    expect(tellHost((await lab.journal(ended.run)).records, 'ex01').settled).toEqual([
      { of: run, state: 'kept' },
    ]);
  });

  it('refuses a run that somebody wrote over, names the value, and leaves all of it', async () => {
    await leaveUnfinished(lab, wishes);
    await rival();
    const held = await now();
    const { found } = await find();
    expect(found[0]?.runs[0]?.changes[0]?.standing).toBe('else');
    const ended = await recover(found, 'keep');
    expect(ended).toMatchObject({ exitCode: 3, outcomes: [{ status: 'refused' }] });
    expect(ended.outcomes[0]?.summary).toMatch(/Dword" holds something else; undo it instead/);
    expect(await now()).toEqual(held);
  });
});

describe('what cannot be undone whole', () => {
  it('is stuck, exit code 4, the conflict named; put right by hand, the next recover settles it', async () => {
    const run = await leaveUnfinished(lab, wishes);
    await rival();
    const stuck = await recover((await find()).found);
    expect(stuck).toMatchObject({ exitCode: 4, outcomes: [{ status: 'stuck' }] });
    expect(stuck.outcomes[0]?.summary).toMatch(/Dword": conflict/);
    expect((await find()).found).toMatchObject([{ runs: [{ run, state: 'stuck' }] }]);
    await lab.edit('ex01', ({ registry }) => {
      for (const { values } of registry) for (const each of values) if (each.data === 77) each.data = 32;
    });
    expect(await recover((await find()).found)).toMatchObject({ exitCode: 0 });
    expect(await now()).toEqual(before);
    expect((await find()).found).toEqual([]);
  });

  it('because the line is lost in the middle is unfinished; the next recover settles it', async () => {
    await leaveUnfinished(lab, wishes);
    const { found } = await find();
    await lab.edit('ex01', (state) => {
      state.faults = [{ verb: 'undo', fault: 'die', after: 2, once: true }];
    });
    expect(await recover(found)).toMatchObject({ exitCode: 4, outcomes: [{ status: 'unfinished' }] });
    expect(await recover((await find()).found)).toMatchObject({ exitCode: 0 });
    expect(await now()).toEqual(before);
  });
});

describe('a lock without an open run', () => {
  it('is found, shown, and released', async () => {
    const { run } = await applyIn(lab, await planFor(lab, wishes));
    const held = await now();
    await lab.edit('ex01', ({ files }) => {
      const record = files.find(({ path }) => path === `${run}\\record.json`)?.text ?? '';
      files.push({ path: 'lock.json', text: record.replace('host-record@1', 'host-lock@1') });
    });
    const { found } = await find();
    expect(found).toMatchObject([{ lock: { run, alive: false }, runs: [] }]);
    expect(await recover(found)).toMatchObject({ exitCode: 0, outcomes: [{ status: 'recovered' }] });
    expect((await find()).found).toEqual([]);
    expect(await now()).toEqual(held);
  });
});

describe('pruning', () => {
  it('removes records of ended runs that are old enough, and leaves what is open', async () => {
    const { run } = await applyIn(lab, await planFor(lab, [wish(value('Sz'), dword(1))]));
    const open = await leaveUnfinished(lab, wishes);
    const hosts = [...lab.hosts.values()];
    expect((await findOldRecords(lab.context, hosts, 1)).found).toEqual([]);
    const { found } = await findOldRecords(lab.context, hosts, 0);
    expect(found).toEqual([{ host: 'ex01', runs: [run] }]);
    const ended = await pruneRecords(lab.context, [{ host: 'ex01', runs: [run, open] }], lab.hosts);
    expect(ended).toMatchObject({ exitCode: 0, outcomes: [{ status: 'recovered' }] });
    expect(ended.outcomes[0]?.details).toEqual([`the record of run ${open} stays: open`]);
    const paths = (await lab.state('ex01')).files.map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith(run))).toEqual([]);
    expect(paths).toContain(`${open}\\record.json`);
    expect(tellHost((await lab.journal(ended.run)).records, 'ex01')).toMatchObject({ pruned: [run] });
  });
});
