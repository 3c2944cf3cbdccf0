import { createHash, randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RefusedError } from '../model/errors.ts';
import { type Machine, machineKey } from '../model/machine.ts';
import { PRIVATE_FILE } from './durable.ts';

export interface ControllerLock {
  readonly run: string;
  readonly host: string;
  readonly person: string;
  readonly controller: string;
  readonly pid: number;
  readonly at: string;
}

export interface TakenLock {
  /** The lock of a run of this controller that died here: taken over, because that run is settled first. */
  readonly resumed: ControllerLock | undefined;
  release(): Promise<void>;
}

/**
 * One lock per machine on this controller. A lock whose process still runs is respected always. One left behind by a process of this
 * controller is taken over (its run is settled by us next); one left by another controller that shares the data folder is broken only
 * when `breaks` names its run.
 */
export async function takeLock(
  folder: string,
  machine: Machine,
  lock: ControllerLock,
  breaks: string | undefined,
): Promise<TakenLock> {
  const path = join(
    folder,
    `${createHash('sha256').update(machineKey(machine)).digest('hex').slice(0, 24)}.json`,
  );
  const release = () => rm(path, { force: true });
  let left: ControllerLock | undefined;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await created(path, lock)) return { resumed: left, release };
    const holder = await holderOf(path);
    if (holder) refuseWhileHeld(holder, lock, breaks);
    left = holder;
    await breakLock(path, holder);
  }
  throw new RefusedError(`${lock.host}: its lock ${path} changes hands while we look; try again`);
}

function refuseWhileHeld(holder: ControllerLock, ours: ControllerLock, breaks: string | undefined): void {
  const who = `run ${holder.run} of ${holder.person} at ${holder.controller}, since ${holder.at}`;
  const local = holder.controller === ours.controller;
  if (local && isRunning(holder.pid))
    throw new RefusedError(
      `${ours.host}: ${who} (process ${holder.pid}) is at work on this machine; wait for it to end`,
    );
  if (!local && breaks !== holder.run)
    throw new RefusedError(
      `${ours.host}: locked by ${who}; we cannot see whether it still runs. When it surely does not: --break-lock ${holder.run}`,
    );
}

/** Written aside and linked into place: a lock is there whole or not at all. */
async function created(path: string, lock: ControllerLock): Promise<boolean> {
  const aside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(aside, `${JSON.stringify({ schema: 'setright/lock@1', ...lock })}\n`, {
      flag: 'wx',
      mode: PRIVATE_FILE,
    });
    await link(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Moves a left-behind lock out of the way; what is moved is looked at again, since another process may have been quicker. */
async function breakLock(path: string, expected: ControllerLock | undefined): Promise<void> {
  const moved = `${path}.${randomBytes(6).toString('hex')}.left`;
  try {
    await rename(path, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const found = await holderOf(moved);
  if (found && found.run !== expected?.run) await link(moved, path).catch(() => {});
  await rm(moved, { force: true });
}

/** Undefined when the file is gone again or was cut off while being written: nobody holds it then. */
async function holderOf(path: string): Promise<ControllerLock | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ControllerLock;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
