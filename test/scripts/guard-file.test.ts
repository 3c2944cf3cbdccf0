import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unmark } from '../../src/model/line.ts';
import { baseHost } from '../conformance/base-host.ts';
import { patchHost, readState, writeState } from '../conformance/patch-host.ts';
import { change, dword, leftRecord, value } from '../conformance/vocabulary.ts';
import { fakeRuntime } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

/** A task that was started too early: a scheduler counts from the registration, the guard from the run's last step. */
describe.skipIf(pwshMissing)(`guard.ps1${because(pwshMissing)}`, () => {
  it('waits by itself until its time has come, and undoes the run of the folder it lies in', () => {
    const folder = mkdtempSync(join(tmpdir(), 'setright-guard-'));
    try {
      const stateFile = join(folder, 'host.json');
      const changes = [change('c1', value('Dword'), dword(16), dword(32))];
      const begun = new Date().toISOString();
      const steps = [
        { step: 'guard-intended', seconds: 4 },
        { step: 'guard-rehearsed' },
        { step: 'guard-armed' },
        { step: 'intended', change: 'c1' },
        { step: 'set', change: 'c1', now: dword(32) },
      ];
      const tasks = [{ run: 'r1', seconds: 4, at: begun }];
      const host = patchHost(baseHost(), { files: leftRecord('r1', changes, steps, begun), tasks });
      delete host.clock;
      writeState(stateFile, host);
      mkdirSync(join(folder, 'r1'));
      const { text } = fakeRuntime();
      const script = join(folder, 'r1', 'guard.ps1');
      const upToVerbs = text.slice(0, text.indexOf('# ---- verbs/'));
      writeFileSync(script, `${upToVerbs}\nInvoke-Guard (Get-FolderName $PSScriptRoot)\n`);
      const run = spawnSync('pwsh', ['-NoProfile', '-NonInteractive', '-File', script], {
        env: { ...process.env, SETRIGHT_HOST_STATE: stateFile, SETRIGHT_FAKE_TASK: '1' },
        encoding: 'utf8',
      });
      expect([run.status, run.stdout, run.stderr]).toEqual([0, '', '']);
      const { files, registry, tasks: left } = readState(stateFile);
      expect(left).toEqual([]);
      const told = (files.find(({ path }) => path.endsWith('steps.ndjson'))?.text ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => unmark(JSON.parse(line)) as { step: string; at: string });
      expect(told.slice(5).map(({ step }) => step)).toEqual([
        'guard-fired',
        'undo-intended',
        'undone',
        'restored',
        'guard-removed',
      ]);
      expect(Date.parse(told[5]?.at ?? '') - Date.parse(begun)).toBeGreaterThanOrEqual(4_000);
      const key = registry.find(({ path }) => path === 'HKLM\\SOFTWARE\\Setright Test');
      expect(key?.values.find(({ name }) => name === 'Dword')?.data).toBe(16);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
