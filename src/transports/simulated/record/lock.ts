import { HostError } from '../../../model/errors.ts';
import type { HostLock, Speaker } from '../../../model/host-record.ts';
import { sameName } from '../../../model/windows-name.ts';
import type { HostState } from '../state/state.ts';
import type { Session } from '../state/work.ts';
import { readFile, removeFile, writeFile } from '../windows/files.ts';
import { fileText, parseFile } from './record.ts';

export interface LockFile {
  readonly run: string;
  readonly speaker: Speaker;
  readonly at: string;
  readonly process: { readonly pid: number; readonly startedAt: string };
  /** Not in locks of a version that did not count. */
  readonly epoch?: number;
}

const PATH = 'lock.json';
const nobody = { version: '', controller: '', person: '' };

/** A lock that cannot be read is still a lock, of nobody we could name. */
export function readLock(state: HostState): LockFile | undefined {
  const text = readFile(state, PATH);
  if (text === undefined) return undefined;
  const lock = parseFile(text) as unknown as LockFile | undefined;
  if (typeof lock?.run === 'string' && lock.speaker && lock.process) return lock;
  return { run: '', speaker: nobody, at: '', process: { pid: 0, startedAt: '' } };
}

export function shownLock(session: Session): HostLock | null {
  const lock = readLock(session.state);
  if (!lock) return null;
  const { run, speaker, at, process } = lock;
  return {
    run,
    controller: speaker.controller,
    person: speaker.person,
    at,
    alive: session.isAlive(process),
    epoch: epochOf(lock),
  };
}

/** Takes the lock, or `locked`. A left-behind lock is broken only by the name of its run. */
export function takeLock(session: Session, run: string, speaker: Speaker, breaks: string | undefined): void {
  const held = shownLock(session);
  const isOthers = held?.alive && !holdsLock(session);
  if (held && (isOthers || held.run !== breaks)) throw locked(held);
  seizeLock(session, run, speaker);
}

/** Whoever held it before. */
export function seizeLock(session: Session, run: string, speaker: Speaker): void {
  const { process, state } = session;
  const epoch = epochOf(readLock(state)) + 1;
  writeFile(
    state,
    PATH,
    fileText({ schema: 'setright/host-lock@1', run, speaker, at: session.now(), process, epoch }),
  );
}

export const epochOf = (lock: LockFile | undefined): number =>
  typeof lock?.epoch === 'number' ? lock.epoch : 0;

export const holdsLock = (session: Session): boolean => isOurs(session, readLock(session.state));

const isOurs = (session: Session, lock: LockFile | undefined): boolean =>
  lock?.process.pid === session.process.pid && lock.process.startedAt === session.process.startedAt;

export function refuseUnlessOurs(session: Session, run: string): void {
  const lock = readLock(session.state);
  if (!isOurs(session, lock) || !sameName(lock?.run ?? '', run)) throw locked(shownLock(session));
}

/** Another session that lives is writing on this host, or may at any moment. */
export function refuseWhileOthersWrite(session: Session): void {
  const lock = readLock(session.state);
  if (lock && !isOurs(session, lock) && session.isAlive(lock.process)) throw locked(shownLock(session));
}

export function releaseLock(session: Session, run: string): void {
  const lock = readLock(session.state);
  if (lock && sameName(lock.run, run)) removeFile(session.state, PATH);
}

/** The run that the lock names, '' for a lock that cannot be read. */
export const lockedRun = (state: HostState): string | undefined => readLock(state)?.run;

export function refuseUnlessLockOf(session: Session, run: string): void {
  const found = lockedRun(session.state);
  if (found !== undefined && !sameName(found, run)) throw locked(shownLock(session));
}

export const locked = (lock: HostLock | null): HostError =>
  new HostError('locked', lock ? `Run ${lock.run} holds this host.` : 'The lock of this run is gone.', {
    lock,
  });
