import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baseHost } from '../conformance/base-host.ts';
import type { HostPatch } from '../conformance/case.ts';
import { patchHost, readState, writeState } from '../conformance/patch-host.ts';
import { change, dword, leftLock, leftRecord, value } from '../conformance/vocabulary.ts';
import { fakeRuntime } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const c1 = change('c1', value('Dword'), dword(32), dword(64));
const set = [
  { step: 'intended', change: 'c1' },
  { step: 'set', change: 'c1', now: dword(64) },
];
const standing = [
  ...['MSExchangeFilter', 'MSExchangeTransport', 'MSExchangeIS'].map((service) => ({
    service,
    status: 'running',
  })),
];
const restart = {
  step: 'effect-intended',
  id: 'e1',
  kind: 'service.restart',
  target: { service: 'MSExchangeIS', deadlineSeconds: 60 },
  before: standing,
};
const guarded = [
  { step: 'guard-intended', seconds: 120 },
  { step: 'guard-rehearsed' },
  { step: 'guard-armed' },
  ...set,
];
const down = (...names: readonly string[]) =>
  names.map((name) => ({ name, status: 'stopped', pid: 0, startedAt: '' }));

/** guard.ps1 as a task would run it, on a host that a run was left on; nobody else is there. */
function run(word: string, left: HostPatch) {
  const folder = mkdtempSync(join(tmpdir(), 'setright-guard-'));
  try {
    const stateFile = join(folder, 'host.json');
    writeState(stateFile, patchHost(baseHost(), left));
    mkdirSync(join(folder, 'r1'));
    const { text } = fakeRuntime();
    const script = join(folder, 'r1', 'guard.ps1');
    const head = text.slice(0, text.indexOf('# ---- verbs/'));
    writeFileSync(script, `${head}\nInvoke-Guard (Get-FolderName $PSScriptRoot) ([string]$args[0])\n`);
    const ended = spawnSync('pwsh', ['-NoProfile', '-NonInteractive', '-File', script, word], {
      env: { ...process.env, SETRIGHT_HOST_STATE: stateFile, SETRIGHT_FAKE_TASK: '1' },
      encoding: 'utf8',
    });
    expect([ended.status, ended.stdout, ended.stderr]).toEqual([0, '', '']);
    const state = readState(stateFile);
    const key = state.registry.find(({ path }) => path === 'HKLM\\SOFTWARE\\Setright Test');
    const steps = state.files.find(({ path }) => path.endsWith('steps.ndjson'))?.text ?? '';
    return {
      state,
      dword: key?.values.find(({ name }) => name === 'Dword')?.data,
      steps: [...steps.matchAll(/"step":"=([a-z-]+)"/g)].map(([, step]) => step),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const AN_HOUR_AGO = '2026-01-15T07:00:00Z';
const is64 = [
  {
    path: 'HKLM\\SOFTWARE\\Setright Test',
    values: [{ name: 'Dword', kind: 'REG_DWORD', data: 64 }],
  },
];

describe.skipIf(pwshMissing)(`guard.ps1 by itself${because(pwshMissing)}`, () => {
  it.each([
    ['before its first stop', []],
    ['with a dependent stopped', down('MSExchangeFilter')],
    ['with all of it stopped', down('MSExchangeFilter', 'MSExchangeTransport', 'MSExchangeIS')],
    ['with the service up and its dependents not', down('MSExchangeFilter', 'MSExchangeTransport')],
  ])('a restart cut off %s runs again', (_where, services) => {
    const { state, dword: now } = run('guard', {
      services,
      registry: is64,
      tasks: [{ run: 'r1', seconds: 120, at: AN_HOUR_AGO }],
      files: { ...leftLock('r1'), ...leftRecord('r1', [c1], [...guarded, restart], AN_HOUR_AGO) },
    });
    for (const { service } of standing)
      expect(state.services.find(({ name }) => name === service)).toMatchObject({ status: 'running' });
    expect(now).toBe(32);
    expect(state.tasks).toEqual([]);
    expect(state.files.map(({ path }) => path)).not.toContain('lock.json');
  });

  const forATime = (due: string) => ({
    registry: is64,
    tasks: [{ run: 'r1', due, at: AN_HOUR_AGO }],
    files: leftRecord(
      'r1',
      [c1],
      [
        { step: 'timed-intended', seconds: 3_600, due },
        { step: 'timed-rehearsed' },
        { step: 'timed-armed' },
        ...set,
        { step: 'kept', notInForce: [] },
      ],
      AN_HOUR_AGO,
    ),
  });

  it('a boot before it is due starts the timed undo, which ends at once and has done nothing', () => {
    const { dword: now, steps, state } = run('timed', forATime('2026-01-15T09:00:00.000Z'));
    expect(now).toBe(64);
    expect(steps.at(-1)).toBe('kept');
    expect(state.tasks).toHaveLength(1);
  });

  it('a boot after it was due takes the kept run back', () => {
    const { dword: now, steps, state } = run('timed', forATime('2026-01-15T07:30:00.000Z'));
    expect(now).toBe(32);
    expect(steps.slice(-5)).toEqual([
      ...['timed-fired', 'undo-intended', 'undone', 'restored', 'timed-removed'],
    ]);
    expect(state.tasks).toEqual([]);
  });
});
