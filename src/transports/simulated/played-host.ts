import { HostError } from '../../model/errors.ts';
import type { UndoReport } from '../../model/host-record.ts';
import { asciiJson, type Frame, frameLine, mark, ProcessExit } from '../../model/line.ts';
import { createLineSplitter } from './line-splitter.ts';
import { LINE_LIMIT, REPLY_LIMIT, type RequestLine, readRequest } from './request-line.ts';
import {
  asHostError,
  carryThrough,
  catchUp,
  closeSession,
  Died,
  openSession,
  Rebooted,
  refuseToOutlive,
  type World,
} from './session.ts';
import type { Fault } from './state/state.ts';
import type { StateFile } from './state/state-file.ts';
import type { Session, Work } from './state/work.ts';
import { takeFault } from './verbs/faults.ts';
import { fireTasks } from './verbs/fire-tasks.ts';
import { undoRun } from './verbs/undo.ts';
import { carryOut } from './verbs/verbs.ts';
import { unmountOwn } from './windows/hives.ts';
import { reboot, strikeShutdown } from './windows/reboot.ts';

/** What the host does to the line: it says something, or its process ends. */
export interface Line {
  write(text: string): void;
  /** Undefined exit code: the line broke and nobody heard one. */
  end(exitCode: number | undefined, why: string): void;
}

/** The host's side of one line: fed with stdin, it answers on `line`. */
export interface PlayedHost {
  receive(chunk: Buffer): void;
  /** Stdin has ended, with a goodbye or without. */
  stdinEnded(): void;
}

/** A line that nobody speaks on any more, and whose end nobody tells us. */
const IDLE_SECONDS = 1800;

/** Of Node; a longer one would fire at once. A lease of 25 days is one that nobody waits for. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** How long a `late` request goes on after its line has ended. */
const LATE_MILLISECONDS = 200;

export function playHost(file: StateFile, world: World, line: Line): PlayedHost {
  const input = createLineSplitter();
  const counts = new Map<string, number>();
  let session: Session | undefined;
  let lease: NodeJS.Timeout | undefined;
  let [busy, inputEnded, hanging, over] = [false, false, false, false];
  const inputEnd = Promise.withResolvers<void>();

  const send = (frame: Frame): void => line.write(`${frameLine(input.nonce ?? '', frame)}\n`);

  const finish = (exitCode: number | undefined, why: string, death?: Died): void => {
    if (over) return;
    over = true;
    clearTimeout(lease);
    try {
      if (death) file.reload();
      if (session && death instanceof Rebooted) reboot(session);
      if (session) closeSession(file, session);
      line.end(exitCode, why);
    } catch (error) {
      // The state file has been taken away under a host that was still running.
      line.end(ProcessExit.internal, String(error));
    }
  };

  const run = <Result>(work: Work<Result>, n: number, fault?: Fault): Promise<Result> =>
    carryThrough(
      work,
      file,
      world,
      (step, seconds) => send({ n, progress: { step, seconds } }),
      deathBy(fault),
      fault?.after,
    );

  /** What the lease does when nobody can answer for the changes any more. */
  const undoOpen = async (open: Session): Promise<UndoReport | undefined> => {
    if (!open.open) return undefined;
    open.fault = undefined;
    open.room = Number.POSITIVE_INFINITY;
    file.refresh();
    try {
      return await run(undoRun(open, open.open.run), 0);
    } catch (error) {
      if (error instanceof HostError) return undefined;
      throw error;
    }
  };

  /** No mounted hive outlives its session, unless that is killed. */
  const takeMountsAway = async (ended: Session): Promise<void> => {
    await carryThrough(unmountOwn(ended), file, world, () => {});
  };

  const lineEnded = async (): Promise<void> => {
    if (!session) return finish(ProcessExit.stdinCut, 'stdin ended inside the prelude');
    refuseToOutlive(file, session);
    const undone = await undoOpen(session);
    await takeMountsAway(session);
    if (undone) send({ n: 0, notice: { undone } });
    finish(ProcessExit.lineClosed, 'the line ended without a goodbye');
  };

  const fail = async (n: number, error: HostError, unreadable: boolean): Promise<void> => {
    const undone = unreadable && session?.open ? await undoOpen(session) : undefined;
    const data = undone ? { ...error.data, undone } : error.data;
    const told = { code: error.code, message: error.message };
    const text = frameLine(input.nonce ?? '', { n, error: { ...told, data } });
    // What was found may be larger than any reply; that it is not as expected is told all the same.
    if (text.length > REPLY_LIMIT) send({ n, error: { ...told, data: {} } });
    else line.write(`${text}\n`);
    if (undone && session) await takeMountsAway(session);
    if (undone) finish(ProcessExit.lineClosed, 'a line could not be read while changes were uncommitted');
  };

  const answer = async (open: Session, request: RequestLine, fault: Fault | undefined): Promise<void> => {
    const { n, verb, body } = request;
    const death = deathBy(fault);
    if (death && fault?.after === undefined) throw death;
    if (fault?.fault === 'late') {
      await inputEnd.promise;
      await world.sleep(LATE_MILLISECONDS);
    }
    open.fault = fault?.fault;
    open.room = fault?.fault === 'record-failed' ? (fault.after ?? 0) : Number.POSITIVE_INFINITY;
    const reply = await run(carryOut(open, verb, body), n, fault);
    if (fault?.fault === 'drop-after') return dropLine();
    const text = spoil(frameLine(input.nonce ?? '', { n, reply }), fault?.fault);
    if (text.length > REPLY_LIMIT && fault?.fault !== 'huge')
      return fail(n, new HostError('too-large', 'The reply is larger than 8 MB.'), false);
    line.write(`${text}\n`);
    if (verb === 'bye') finish(ProcessExit.bye, 'said goodbye');
  };

  /** The line breaks: the controller hears no more, the host notices and undoes. */
  const dropLine = async (): Promise<void> => {
    line.end(undefined, 'the line broke');
    await lineEnded();
  };

  const serve = async (open: Session, text: string): Promise<void> => {
    if (file.state.latencyMs) await world.sleep(file.state.latencyMs);
    catchUp(file, open);
    if (strikeShutdown(open, false)) file.save();
    refuseToOutlive(file, open);
    await carryThrough(fireTasks(open), file, world, () => {});
    let request: RequestLine | undefined;
    try {
      request = readRequest(text);
      const count = (counts.get(request.verb) ?? 0) + 1;
      counts.set(request.verb, count);
      const fault = takeFault(file.state, request.verb, count);
      // A fault that is used up stays so, even when it is this process's end.
      if (fault) file.save();
      if (fault?.fault === 'drop-before') return await dropLine();
      if (fault?.fault === 'hang') hanging = true;
      else await answer(open, request, fault);
    } catch (error) {
      if (error instanceof Died) throw error;
      const known = asHostError(error);
      await fail(request?.n ?? 0, known, known.code === 'malformed' || request === undefined);
    }
  };

  const work = async (): Promise<void> => {
    if (busy || over) return;
    busy = true;
    clearTimeout(lease);
    if (input.nonce !== undefined) session ??= openSession(file, world);
    for (let text = input.next(); text !== undefined && session && !over && !hanging; text = input.next())
      await serve(session, text);
    if (inputEnded && !over) await lineEnded();
    else if (session && !over)
      lease = setTimeout(
        () => guarded(silenceEnds),
        Math.min(LONGEST_TIMER, (session.open?.leaseSeconds ?? session.mountLease ?? IDLE_SECONDS) * 1000),
      );
    if (!session?.open && !session?.mountLease) lease?.unref();
    busy = false;
  };

  /** A request that comes now comes too late. */
  const silenceEnds = async (): Promise<void> => {
    busy = true;
    await lineEnded();
  };

  /** Nothing escapes: what is not an answer is the end of this process. */
  const guarded = (task: () => Promise<void>): void => {
    task().catch((error: unknown) => {
      const died = error instanceof Died;
      finish(died ? 1 : ProcessExit.internal, String(error), died ? error : undefined);
    });
  };

  return {
    receive(chunk) {
      input.push(chunk);
      guarded(work);
    },
    stdinEnded() {
      inputEnded = true;
      inputEnd.resolve();
      guarded(work);
    },
  };
}

function deathBy(fault: Fault | undefined): Died | undefined {
  if (fault?.fault === 'die') return new Died('told to die');
  return fault?.fault === 'reboot' ? new Rebooted('told to reboot') : undefined;
}

function spoil(text: string, fault: Fault['fault'] | undefined): string {
  if (fault === 'garble') return `${text.slice(0, text.length / 2)}`;
  if (fault === 'huge')
    return text.replace('{', `{${asciiJson(mark('huge'))}:"=${'x'.repeat(LINE_LIMIT * 3)}",`);
  return text;
}
