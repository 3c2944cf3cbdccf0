import { createHash } from 'node:crypto';
import { RefusedError } from '../model/errors.ts';
import { isPlainObject, parsedJson } from '../model/json.ts';
import { type Machine, machineKey } from '../model/machine.ts';
import { createLock, freeLock, newestLock } from './lock-numbers.ts';
import { ownFile } from './own-file.ts';
import { isRunning, processStart } from './process-start.ts';

export interface ControllerLock {
  readonly run: string;
  readonly host: string;
  readonly person: string;
  readonly controller: string;
  readonly pid: number;
  readonly at: string;
}

/** As it is on disk: with the start of its process, where that can be seen. */
interface HeldLock extends ControllerLock {
  readonly processStart?: string;
}

export interface TakenLock {
  /** The lock of a run of this controller that died here: taken over, because that run is settled first. */
  readonly resumed: ControllerLock | undefined;
  /** Does not reject: a lock that cannot be given back (a disk that became read-only) names a process that will have ended, and the next run takes it over. */
  release(): Promise<void>;
}

/**
 * One lock per machine on this controller. A lock whose process still runs is respected always. One left behind by a process of this
 * controller is taken over (its run is settled by us next); one of which that cannot be told, since another controller that shares the
 * data folder holds it, or a process runs that may have been given the pid later, is broken only when `breaks` names its run.
 */
export async function takeLock(
  folder: string,
  machine: Machine,
  lock: ControllerLock,
  breaks: string | undefined,
): Promise<TakenLock> {
  const name = createHash('sha256').update(machineKey(machine)).digest('hex').slice(0, 24);
  const start = await processStart(lock.pid);
  const held: HeldLock = start === undefined ? lock : { ...lock, processStart: start };
  const text = `${JSON.stringify({ schema: 'setright/lock@1', ...held })}\n`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const newest = await ownFile(folder, () => newestLock(folder, name));
    const holder = holderOf(newest.text);
    if (holder) await refuseWhileHeld(holder, lock, breaks);
    const ours = { number: newest.number + 1, text };
    if (await ownFile(folder, () => createLock(folder, name, ours)))
      return { resumed: holder, release: () => freeLock(folder, name, ours).catch(() => {}) };
  }
  throw new RefusedError(
    `${lock.host}: its lock ${name} in ${folder} changes hands while we look; try again`,
  );
}

async function refuseWhileHeld(
  holder: HeldLock,
  ours: ControllerLock,
  breaks: string | undefined,
): Promise<void> {
  const who = `run ${holder.run} of ${holder.person} at ${holder.controller}, since ${holder.at}`;
  const life = await lifeOf(holder, ours.controller);
  if (life === 'runs')
    throw new RefusedError(
      `${ours.host}: ${who} (process ${holder.pid}) is at work on this machine; wait for it to end`,
    );
  if (life === 'ended' || breaks === holder.run) return;
  const unseen =
    life === 'elsewhere'
      ? 'we cannot see whether it still runs'
      : `a process ${holder.pid} runs, and we cannot see whether it is the same one`;
  throw new RefusedError(
    `${ours.host}: locked by ${who}; ${unseen}. When it surely does not run any more: --break-lock ${holder.run}`,
  );
}

type Life = 'runs' | 'ended' | 'elsewhere' | 'perhaps';

async function lifeOf(holder: HeldLock, controller: string): Promise<Life> {
  if (holder.controller !== controller) return 'elsewhere';
  const start = await processStart(holder.pid);
  if (!isRunning(holder.pid)) return 'ended';
  if (start === undefined || holder.processStart === undefined) return 'perhaps';
  return start === holder.processStart ? 'runs' : 'ended';
}

/** Undefined for a free lock, and for what is no lock: a file that a crash of the machine left cut off. Nobody holds it then. */
function holderOf(text: string): HeldLock | undefined {
  const lock = parsedJson(text);
  return isPlainObject(lock) && typeof lock.run === 'string' ? (lock as unknown as HeldLock) : undefined;
}
