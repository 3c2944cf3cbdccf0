import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ControllerLock, takeLock } from '../../src/journal/locks.ts';

const machine = { name: 'EX01', domain: '', guid: 'G', installedAt: '2021-01-01T00:00:00Z' };
const ours: ControllerLock = {
  run: 'run-1',
  host: 'ex01',
  person: 'ann',
  controller: 'admin-ws',
  pid: process.pid,
  at: '2026-01-15T08:00:00Z',
};
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'setright-locks-'));
});

/** A pid that ran and runs no more. */
const endedPid = (): number => spawnSync(process.execPath, ['-e', '0']).pid;

describe("the controller's lock on a machine", () => {
  it('is held by one run at a time and free again after its release', async () => {
    const lock = await takeLock(folder, machine, ours, undefined);
    await expect(takeLock(folder, machine, { ...ours, run: 'run-2' }, undefined)).rejects.toThrow(
      /run run-1 of ann .* is at work on this machine/,
    );
    await lock.release();
    expect((await takeLock(folder, machine, { ...ours, run: 'run-2' }, undefined)).resumed).toBeUndefined();
  });

  it('belongs to the machine, whatever the inventory calls it', async () => {
    await takeLock(folder, machine, ours, undefined);
    const renamed = { ...machine, name: 'EX01-NEW', guid: 'g' };
    await expect(takeLock(folder, renamed, { ...ours, run: 'run-2' }, undefined)).rejects.toThrow(/at work/);
  });

  it('is not broken for --break-lock while its process runs', async () => {
    await takeLock(folder, machine, ours, undefined);
    await expect(takeLock(folder, machine, { ...ours, run: 'run-2' }, 'run-1')).rejects.toThrow(/at work/);
  });

  it('left by a process of this controller that ended is taken over, and says from which run', async () => {
    await takeLock(folder, machine, { ...ours, pid: endedPid() }, undefined);
    const lock = await takeLock(folder, machine, { ...ours, run: 'run-2' }, undefined);
    expect(lock.resumed?.run).toBe('run-1');
  });

  it('left by another controller is broken only by the name of its run', async () => {
    await takeLock(folder, machine, { ...ours, controller: 'other-ws', pid: endedPid() }, undefined);
    const next = { ...ours, run: 'run-2' };
    await expect(takeLock(folder, machine, next, undefined)).rejects.toThrow(/--break-lock run-1/);
    await expect(takeLock(folder, machine, next, 'run-0')).rejects.toThrow(/--break-lock run-1/);
    expect((await takeLock(folder, machine, next, 'run-1')).resumed?.controller).toBe('other-ws');
  });

  it('that is garbage is nobody’s', async () => {
    const lock = await takeLock(folder, machine, ours, undefined);
    const [name] = await readdir(folder);
    await writeFile(join(folder, String(name)), '{"run":');
    expect((await takeLock(folder, machine, { ...ours, run: 'run-2' }, undefined)).resumed).toBeUndefined();
    await lock.release();
  });

  it('goes to exactly one of many that ask at once', async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        takeLock(folder, machine, { ...ours, run: `run-${index}` }, undefined),
      ),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toHaveLength(1);
  });
});
