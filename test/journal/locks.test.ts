import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
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
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

/** A pid that ran and runs no more. */
const endedPid = (): number => spawnSync(process.execPath, ['-e', '0']).pid;

const ended = endedPid();

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The lock on disk as if it had been written under other circumstances. */
async function rewrite(change: (lock: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  const [file = ''] = await readdir(folder);
  const lock = JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<string, unknown>;
  await writeFile(join(folder, file), JSON.stringify(change(lock)));
}

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

  it.runIf(process.platform === 'linux')(
    'is not broken for --break-lock while its process runs',
    async () => {
      await takeLock(folder, machine, ours, undefined);
      await expect(takeLock(folder, machine, { ...ours, run: 'run-2' }, 'run-1')).rejects.toThrow(/at work/);
    },
  );

  it('left by a process of this controller that ended is taken over, and says from which run', async () => {
    await takeLock(folder, machine, { ...ours, pid: endedPid() }, undefined);
    const lock = await takeLock(folder, machine, { ...ours, run: 'run-2' }, undefined);
    expect(lock.resumed?.run).toBe('run-1');
  });

  it.runIf(process.platform === 'linux')(
    'is left behind when another process was given its pid, in this boot or a later one',
    async () => {
      await takeLock(folder, machine, ours, undefined);
      await rewrite((lock) => ({ ...lock, processStart: `${lock.processStart}0` }));
      const next = await takeLock(folder, machine, { ...ours, run: 'run-2' }, undefined);
      expect(next.resumed?.run).toBe('run-1');
      await rewrite((lock) => ({ ...lock, processStart: `another-boot/${lock.processStart}` }));
      const last = await takeLock(folder, machine, { ...ours, run: 'run-3' }, undefined);
      expect(last.resumed?.run).toBe('run-2');
    },
  );

  it('of a process that may be another by now is broken by the name of its run, and only so', async () => {
    await takeLock(folder, machine, ours, undefined);
    await rewrite(({ processStart: _unseen, ...lock }) => lock);
    const next = { ...ours, run: 'run-2' };
    await expect(takeLock(folder, machine, next, undefined)).rejects.toThrow(
      /we cannot see whether it is the same one.*--break-lock run-1/,
    );
    await expect(takeLock(folder, machine, next, 'run-0')).rejects.toThrow(/--break-lock run-1/);
    expect((await takeLock(folder, machine, next, 'run-1')).resumed?.run).toBe('run-1');
  });

  it('that was broken is not given back by its former owner: it is another’s', async () => {
    const broken = await takeLock(folder, machine, { ...ours, controller: 'other-ws' }, undefined);
    const lock = await takeLock(folder, machine, { ...ours, run: 'run-2' }, 'run-1');
    await broken.release();
    await expect(takeLock(folder, machine, { ...ours, run: 'run-3' }, undefined)).rejects.toThrow(/run-2/);
    await lock.release();
    expect((await takeLock(folder, machine, { ...ours, run: 'run-3' }, undefined)).resumed).toBeUndefined();
  });

  it('of version 0.1 is respected, and taken over, like one of ours', async () => {
    await takeLock(folder, machine, { ...ours, pid: endedPid() }, undefined);
    const [file = ''] = await readdir(folder);
    const text = await readFile(join(folder, file), 'utf8');
    await rm(join(folder, file));
    await writeFile(join(folder, file.replace('.1.', '.')), text);
    const lock = await takeLock(folder, machine, { ...ours, run: 'run-2' }, undefined);
    expect(lock.resumed?.run).toBe('run-1');
    expect(await readdir(folder)).toHaveLength(1);
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

  it.each(['free', 'left behind', 'given back'])(
    'that is %s goes to exactly one of many that ask at once',
    async (before) => {
      for (let round = 0; round < 10; round += 1) {
        const each = { ...machine, guid: `G${round}` };
        if (before !== 'free') {
          const lock = await takeLock(folder, each, { ...ours, run: 'left', pid: ended }, undefined);
          if (before === 'given back') await lock.release();
        }
        const asked = await Promise.allSettled(
          Array.from({ length: 20 }, (_, index) =>
            takeLock(folder, each, { ...ours, run: `run-${index}` }, undefined),
          ),
        );
        expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await readdir(folder)).toHaveLength(round + 1);
      }
    },
  );

  it('is never held by two, however often it is given back and taken', async () => {
    let [holders, most, taken] = [0, 0, 0];
    const worker = async (index: number): Promise<void> => {
      for (let round = 0; round < 40; round += 1) {
        const run = `run-${index}-${round}`;
        const lock = await takeLock(folder, machine, { ...ours, run }, undefined).catch(() => undefined);
        if (!lock) continue;
        holders += 1;
        taken += 1;
        most = Math.max(most, holders);
        await nextTurn();
        holders -= 1;
        await lock.release();
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, index) => worker(index)));
    expect(taken).toBeGreaterThan(8);
    expect(most).toBe(1);
    expect(await readdir(folder)).toHaveLength(1);
  });
});
