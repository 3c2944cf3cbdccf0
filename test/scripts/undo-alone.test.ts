import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPlainObject } from '../../src/model/json.ts';
import { unmark } from '../../src/model/line.ts';
import { readScripts } from '../../src/powershell/index.ts';
import { assembleRuntime } from '../../src/powershell/runtime.ts';
import { baseHost } from '../conformance/base-host.ts';
import { patchHost, readState, writeState } from '../conformance/patch-host.ts';
import { FAKE_WINDOWS } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const resource = {
  kind: 'registry-value',
  hive: 'HKLM',
  key: 'SOFTWARE\\Setright Test',
  name: 'Dword',
  view: 64,
};
const dword = (data: number) => ({ status: 'present', value: { kind: 'REG_DWORD', data } });
const at = '2026-01-15T07:00:00.000Z';
const record = {
  schema: 'setright/host-record@1',
  run: 'r1',
  speaker: { version: '0.1.0', controller: 'ADMIN-PC', person: 'CORP\\admin' },
  at,
  process: { pid: 4, startedAt: at },
  changes: [{ id: 'c1', resource, before: dword(16), after: dword(32) }],
};

/** The guard's task and a person start the same file, without the loop and its line. */
describe.skipIf(pwshMissing)(`undo.ps1${because(pwshMissing)}`, () => {
  it('runs alone: after what it stands on, from the record that the run left', () => {
    const folder = mkdtempSync(join(tmpdir(), 'setright-undo-'));
    try {
      const stateFile = join(folder, 'host.json');
      const steps = [{ n: 1, at, step: 'intended', change: 'c1' }];
      const files = { 'r1\\record.json': record, 'r1\\steps.ndjson': steps };
      writeState(stateFile, patchHost(baseHost(), { files }));
      const alone = readScripts(FAKE_WINDOWS).filter(
        ({ path }) => !/^(verbs\/|facts\/|runtime\.ps1)/.test(path),
      );
      const script = join(folder, 'undo.ps1');
      writeFileSync(script, `${assembleRuntime(alone).text}\nConvertTo-LineJson (Undo-Run 'r1' $false)\n`);
      const run = spawnSync('pwsh', ['-NoProfile', '-NonInteractive', '-File', script], {
        env: { ...process.env, SETRIGHT_HOST_STATE: stateFile },
        encoding: 'utf8',
      });
      expect(run.stderr).toBe('');
      expect(unmark(JSON.parse(run.stdout))).toEqual({
        state: 'restored',
        changes: [{ change: 'c1', outcome: 'restored', found: dword(32), why: '' }],
        services: [],
      });
      const key = readState(stateFile).registry.find(({ path }) => path === 'HKLM\\SOFTWARE\\Setright Test');
      expect(isPlainObject(key) && key.values.find(({ name }) => name === 'Dword')?.data).toBe(16);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
