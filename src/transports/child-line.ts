import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { UnreachableError } from '../model/errors.ts';
import type { PowerShellProcess, ProcessEnd } from '../model/transport.ts';
import { lineStdin } from './line-stdin.ts';

/**
 * A child of ours as a line. Rejects with UnreachableError when it cannot be started. `spawned` is called once and gives a child
 * with three pipes; nothing has been read from them when this resolves.
 *
 * On POSIX it should be `detached`: Ctrl-C in a terminal goes to the whole foreground group, and a PowerShell that dies of it undoes
 * nothing. On Windows that would take its console away, so there Ctrl-C does reach it.
 */
export async function lineToChild(
  who: string,
  program: string,
  spawned: () => ChildProcess,
  signal: AbortSignal,
): Promise<PowerShellProcess> {
  if (signal.aborted) throw notStarted(who, program, signal.reason);
  let child: ChildProcess | undefined;
  try {
    child = spawned();
    // A child that has gone says so by `ended`; an error of its own or of a pipe would take the whole program down.
    for (const emitter of [child, child.stdin, child.stdout, child.stderr]) emitter?.on('error', () => {});
    const line = lineOf(child, program);
    await once(child, 'spawn', { signal });
    return line;
  } catch (cause) {
    if (child !== undefined) drop(child);
    throw notStarted(who, program, cause);
  }
}

function lineOf(child: ChildProcess, program: string): PowerShellProcess {
  const { stdout, stderr } = child;
  if (!child.stdin || !stdout || !stderr) throw new Error('no pipes could be opened for it');
  const stdin = lineStdin(child.stdin);
  const { promise: ended, resolve: end } = Promise.withResolvers<ProcessEnd>();
  child.once('close', (code, killedBy) => {
    if (code === null) end({ exitCode: undefined, why: `${program} was ended by ${killedBy}` });
    else end({ exitCode: code, why: `exit code ${code}` });
    stdin.destroy();
  });
  const destroy = () => {
    drop(child);
    stdin.destroy();
    end({ exitCode: undefined, why: 'the line was closed by us' });
  };
  return { stdin, stdout, stderr, ended, hostKey: '', destroy };
}

/** The child reads the end of its stdin and undoes what is uncommitted; it is not killed, and our own end does not wait for it. */
function drop(child: ChildProcess): void {
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
  child.unref();
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program',
  EACCES: 'it is a folder, or a file that may not be run',
};

function notStarted(who: string, program: string, cause: unknown): UnreachableError {
  const { name, code, message } = cause as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError')
    return new UnreachableError(`${who}: cancelled while starting ${program}.`, { cause });
  const why = (code !== undefined && reasons[code]) || message;
  return new UnreachableError(
    `${who}: ${program} could not be started: ${why}. Check that it is installed and on the PATH, or name it with its full path in ` +
      'the inventory.',
    { cause },
  );
}
