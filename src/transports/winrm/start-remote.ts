import type { PowerShellProcess } from '../../model/transport.ts';
import { Channel } from './channel.ts';
import { HttpRefusedError, WsmanFaultError } from './failures.ts';
import { RemoteProcess } from './remote-process.ts';
import { pause, type WinrmTimes, within } from './times.ts';
import type { Reached } from './way-to.ts';
import type { Sender } from './wsman/envelope.ts';
import { hasCode } from './wsman/fault.ts';
import { Code, isQuota } from './wsman/fault-codes.ts';
import { Shell } from './wsman/shell.ts';
import { envelopeSize, smallestEnvelope, Wsman } from './wsman/wsman.ts';

export interface Start {
  readonly reached: Reached;
  readonly executable: string;
  readonly commandLine: string;
  readonly times: WinrmTimes;
  /** Ends the start; it must not be aborted any more once that is over. */
  readonly signal: AbortSignal;
  readonly uuid: () => string;
  /** What is being waited for, for the message of a deadline. */
  readonly way: { step: string };
}

/** Statuses of a server that has not begun with the request. */
const WAITING = [425, 429, 503];

/** Rejects with the errors of `failures.ts`; no shell of ours is left then, as far as the host still takes a word. */
export async function startRemote(start: Start): Promise<PowerShellProcess> {
  const { reached, times, signal, uuid, way } = start;
  const { endpoint } = reached;
  const sender = { to: endpoint.to, sessionId: `uuid:${uuid().toUpperCase()}` };
  const channel = (sameAs?: string) =>
    new Channel({ at: endpoint.at, login: endpoint.login, times, signal, sameAs });
  const where = `${endpoint.at.address}:${endpoint.at.port}`;
  const first = channel();
  const talk = new Wsman(first, sender, uuid);
  let listen: Wsman | undefined;
  let made: Shell | undefined;
  try {
    way.step = `logging in at ${where}`;
    await first.open();
    way.step = 'opening a shell';
    const ear = new Wsman(channel(first.fingerprint), sender, uuid);
    listen = ear;
    const create = async () => {
      made = await Shell.create(talk, ear, times);
      return made;
    };
    const shell = await patiently(start, create);
    // The second login waits until the first was good: a wrong password is tried once, not twice.
    const largest = envelopeSizeOf(ear, times);
    largest.catch(() => {});
    way.step = `starting ${start.executable}`;
    const started = await commanded(start, shell, create);
    const room = started.roomIn(await largest.catch((cause) => abandon(started, times, cause)));
    const { executable } = start;
    const { fingerprint: hostKey } = first;
    return new RemoteProcess({
      shell: started,
      executable,
      hostKey,
      room,
      times,
      left: () => reached.close(),
    });
  } catch (cause) {
    talk.close();
    listen?.close();
    if (signal.aborted && made !== undefined) forget(made, start, sender);
    throw cause;
  }
}

/** A start that was cut off leaves no shell to count against the quota. Nobody waits for it; the command could do nothing yet. */
function forget(shell: Shell, { reached, times, uuid }: Start, sender: Sender): void {
  const { at, login } = reached.endpoint;
  const channel = new Channel({ at, login, times, signal: AbortSignal.timeout(times.cleanUpSeconds * 1000) });
  shell
    .over(new Wsman(channel, sender, uuid))
    .delete()
    .catch(() => {})
    .finally(() => channel.close());
}

/** Only administrators may ask for it: who gets a fault sends what every server takes. */
async function envelopeSizeOf(wsman: Wsman, times: WinrmTimes): Promise<number> {
  try {
    return await envelopeSize(wsman, times.operationSeconds);
  } catch (cause) {
    if (cause instanceof WsmanFaultError) return smallestEnvelope;
    throw cause;
  }
}

/** Creates again while the host has no room: a shell that was refused by a quota was not made. The connect deadline ends it. */
async function patiently<T>({ times, signal }: Start, create: () => Promise<T>): Promise<T> {
  for (let seconds = times.pauseSeconds; ; seconds = Math.min(seconds * 2, 10)) {
    try {
      return await create();
    } catch (cause) {
      const waits =
        (cause instanceof WsmanFaultError && cause.fault.codes.some(isQuota)) ||
        (cause instanceof HttpRefusedError && WAITING.includes(cause.status));
      if (!waits) throw cause;
      await pause(seconds, signal);
      if (signal.aborted) throw cause;
    }
  }
}

/**
 * Starts the command; in a new shell, once, when the host says that it did not start because the shell is gone or a quota is reached
 * (of the shell, or of all of them). Never again after anything else: it could run already.
 */
async function commanded(start: Start, shell: Shell, create: () => Promise<Shell>): Promise<Shell> {
  const { commandLine, times } = start;
  try {
    await shell.start(commandLine);
    return shell;
  } catch (cause) {
    if (!mayStartAnew(cause)) return abandon(shell, times, cause);
    await remove(shell, times);
    const second = await patiently(start, create);
    await second.start(commandLine).catch((again) => abandon(second, times, again));
    return second;
  }
}

const mayStartAnew = (cause: unknown): boolean =>
  cause instanceof WsmanFaultError &&
  (hasCode(cause.fault, Code.notFound, Code.maxOperations) || cause.fault.codes.some(isQuota));

async function abandon(shell: Shell, times: WinrmTimes, cause: unknown): Promise<never> {
  await remove(shell, times);
  throw cause;
}

const remove = (shell: Shell, times: WinrmTimes): Promise<void> =>
  within(
    times.cleanUpSeconds,
    shell.delete().catch(() => {}),
  ) as Promise<void>;
