import { HostError } from '../../model/errors.ts';
import type { StateFile } from './state/state-file.ts';
import type { Pause, Session, Work } from './state/work.ts';
import { strikeShutdown } from './windows/reboot.ts';
import { nextPid, settleServices } from './windows/services.ts';

/** What the simulation takes from the world around it. */
export interface World {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** Pid of this program; the processes that it plays live as long as it does. */
  readonly controller: number;
  /** A program with this pid runs on this computer. */
  isRunning(pid: number): boolean;
}

const PROCESS_NAME = 'powershell';

/** The PowerShell appears among the host's processes. */
export function openSession(file: StateFile, world: World): Session {
  const { state } = file;
  const now = (): string => state.clock ?? world.now().toISOString();
  const session: Session = {
    state,
    process: { pid: 0, startedAt: '' },
    now: () => new Date(now()).toISOString(),
    isAlive: ({ pid, startedAt }) =>
      state.processes.some((each) => each.pid === pid && each.startedAt === startedAt && lives(each, world)),
    open: undefined,
    fault: undefined,
    room: Number.POSITIVE_INFINITY,
    unwritten: false,
  };
  // Since the file was opened, somebody else may have written.
  file.refresh();
  state.processes = state.processes.filter((each) => lives(each, world));
  strikeShutdown(session, !state.processes.some(({ controller }) => controller !== undefined));
  const process = { pid: nextPid(state), startedAt: session.now() };
  state.processes.push({ ...process, name: PROCESS_NAME, controller: world.controller });
  file.save();
  return { ...session, process };
}

export function closeSession(file: StateFile, { process }: Session): void {
  file.refresh();
  file.state.processes = file.state.processes.filter(({ pid }) => pid !== process.pid);
  file.save();
}

const lives = ({ controller }: { readonly controller?: number }, world: World): boolean =>
  controller === undefined || world.isRunning(controller);

/** The process is gone in the middle of its work; what it had not flushed never was. */
export class Died extends Error {}

/** It took the whole host with it. */
export class Rebooted extends Died {}

/** A restart of the host is the end of every process on it, whichever it struck first. */
export function refuseToOutlive(file: StateFile, { process }: Session): void {
  if (!file.state.processes.some(({ pid }) => pid === process.pid)) throw new Died('the host was restarted');
}

/**
 * Runs work to its end: flushes, lets seconds pass (the host's own clock is moved; only a host without one makes us wait), tells
 * progress. Without seconds to wait it runs through without giving way to anybody.
 */
export async function carryThrough<Result>(
  work: Work<Result>,
  file: StateFile,
  world: World,
  progress: (step: string, seconds: number) => void,
  death?: Died,
  afterFlushes = Number.POSITIVE_INFINITY,
): Promise<Result> {
  let flushes = 0;
  for (let turn = work.next(); ; turn = work.next()) {
    file.save();
    if (turn.done) return turn.value;
    if (turn.value.kind === 'second') await passSecond(turn.value, file, world, progress);
    else if (death && ++flushes >= afterFlushes) throw death;
  }
}

async function passSecond(
  pause: Pause & { readonly kind: 'second' },
  file: StateFile,
  world: World,
  progress: (step: string, seconds: number) => void,
): Promise<void> {
  progress(pause.step, pause.seconds);
  if (file.state.clock === undefined) {
    await world.sleep(1000);
    file.refresh();
  } else {
    file.state.clock = new Date(Date.parse(file.state.clock) + 1000).toISOString();
    file.save();
  }
}

/** Services that were pending when nobody looked have come to rest since. */
export function catchUp(file: StateFile, session: Session): void {
  file.refresh();
  settleServices(session);
}

/** Any failure as the error a frame can carry. */
export const asHostError = (error: unknown): HostError =>
  error instanceof HostError ? error : new HostError('internal', String(error));
