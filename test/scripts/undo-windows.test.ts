import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resource } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import { windowsPwsh } from '../fakes/start-windows.ts';
import { speaker, WindowsLine, windowsMissing } from './windows-line.ts';

const FOLDER = `SOFTWARE\\Setright Undo ${process.pid}`;
const one = present({ kind: 'REG_DWORD', data: 1 });
const noValue: State = { status: 'absent', missing: 'value' };
const noKey = (from: string): State => ({ status: 'absent', missing: 'key', from });
const at = (key: string): Resource => ({ kind: 'registry-value', hive: 'HKLM', key, name: 'v', view: 64 });

/** Somebody else on the host, between our set and our undo. */
function rival(words: string): void {
  const [program = '', ...launch] = windowsPwsh;
  const script = `reg.exe ${words} *> $null; 'done'`;
  const { stdout } = spawnSync(program, [...launch, '-NoProfile', '-NonInteractive', '-Command', script], {
    encoding: 'utf8',
  });
  expect(stdout).toContain('done');
}

describe.skipIf(windowsMissing !== '')(`undo on a real registry and real services${windowsMissing}`, () => {
  let line: WindowsLine;
  let runs = 0;
  const begun: string[] = [];

  beforeAll(() => {
    line = new WindowsLine();
  });

  afterAll(async () => {
    rival(`delete "HKLM\\${FOLDER}" /f`);
    await line.ask('prune', { runs: begun });
    expect(await line.end()).toBe(0);
  });

  /** Sets one change, has the rival at work, undoes: how the change came out, and what is read then. */
  async function undone(resource: Resource, before: State, after: State, words?: string) {
    runs += 1;
    const run = `undo-${process.pid}-${runs}`;
    begun.push(run);
    const changes = [{ id: 'c1', resource, before, after }];
    await line.ask('begin', { run, speaker, leaseSeconds: 120, changes });
    await line.ask('set', { run, change: 'c1', expect: before, want: after });
    if (words) rival(words);
    const { changes: came } = await line.ask('undo', { run });
    const { states } = await line.ask('get', { resources: [resource] });
    return [came[0]?.outcome, states[0]];
  }

  it('removes the keys that it created', async () => {
    const from = `${FOLDER}\\a`;
    await expect(undone(at(`${from}\\b\\c`), noKey(FOLDER), one)).resolves.toEqual([
      'restored',
      noKey(FOLDER),
    ]);
  }, 120_000);

  it.each([
    ['a value', `add "HKLM\\${FOLDER}\\a\\b" /v theirs /d x /f`],
    ['a key', `add "HKLM\\${FOLDER}\\a\\b\\theirs" /f`],
  ])(
    'leaves a key that it created and that somebody put %s into, without our value',
    async (_what, words) => {
      const came = await undone(at(`${FOLDER}\\a\\b\\c`), noKey(FOLDER), one, words);
      expect(came).toEqual(['conflict', noKey(`${FOLDER}\\a\\b\\c`)]);
      rival(`delete "HKLM\\${FOLDER}" /f`);
    },
    120_000,
  );

  it('finds a value gone with its key already so, and one that was there a conflict', async () => {
    rival(`add "HKLM\\${FOLDER}\\gone" /f`);
    const gone = `delete "HKLM\\${FOLDER}\\gone" /f`;
    const resource = at(`${FOLDER}\\gone`);
    await expect(undone(resource, noValue, one, gone)).resolves.toEqual([
      'already',
      noKey(`${FOLDER}\\gone`),
    ]);
    rival(`add "HKLM\\${FOLDER}\\gone" /v v /t REG_SZ /d old /f`);
    const old = present({ kind: 'REG_SZ', data: 'old' });
    await expect(undone(resource, old, one, gone)).resolves.toEqual(['conflict', noKey(`${FOLDER}\\gone`)]);
  }, 120_000);

  it('sets a text of 40,000 characters and a list of 2,000 lines, and takes them back', async () => {
    const resource = at(FOLDER);
    const long = 'x\u2019'.repeat(20_000);
    const lines = present({
      kind: 'REG_MULTI_SZ',
      data: Array.from({ length: 2000 }, (_, n) => `${n} \ud800`),
    });
    rival(`delete "HKLM\\${FOLDER}" /f`);
    const text = present({ kind: 'REG_SZ', data: long });
    await expect(undone(resource, noKey(FOLDER), text)).resolves.toEqual(['restored', noKey(FOLDER)]);
    await expect(undone(resource, noKey(FOLDER), lines)).resolves.toEqual(['restored', noKey(FOLDER)]);
  }, 120_000);

  it('starts and stops a service that was stopped, and restarts one', async () => {
    const resource: Resource = { kind: 'service-status', service: 'msiserver' };
    const [stopped, running] = [present('stopped'), present('running')];
    await expect(undone(resource, stopped, running)).resolves.toEqual(['restored', stopped]);
    const run = `undo-${process.pid}-restart`;
    begun.push(run);
    const changes = [{ id: 'c1', resource, before: stopped, after: running }];
    await line.ask('begin', { run, speaker, leaseSeconds: 120, changes });
    const target = { service: 'MSIServer', deadlineSeconds: 60 };
    const effect = { run, id: 'e1', kind: 'service.restart', target } as const;
    await expect(line.ask('effect', effect)).rejects.toThrow(/effect-refused.*stopped, not running/);
    await line.ask('set', { run, change: 'c1', expect: stopped, want: running });
    const standing = [{ service: 'MSIServer', status: 'running' }];
    expect(await line.ask('effect', effect)).toEqual({ before: standing, after: standing });
    expect(await line.ask('undo', { run })).toMatchObject({ state: 'restored' });
    expect((await line.ask('get', { resources: [resource] })).states).toEqual([stopped]);
  }, 240_000);
});
