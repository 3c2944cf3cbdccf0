import { PassThrough, Writable } from 'node:stream';
import { UnreachableError, UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import { asciiJson, mark, PROTOCOL, ProcessExit } from '../../model/line.ts';
import type { PowerShellProcess, ProcessEnd, Transport } from '../../model/transport.ts';
import { playHost } from './played-host.ts';
import type { World } from './session.ts';
import type { HostState } from './state.ts';
import { openStateFile, type StateFile } from './state-file.ts';

/** A Windows host that is played from its state file (docs/host-state.md): for the demo, for rehearsal, for tests. */
export const simulatedTransport: Transport = {
  async start(host, _powershellArguments, signal) {
    const { transport } = host;
    if (transport.type !== 'simulated')
      throw new UsageError(`${host.name}: its transport is ${transport.type}, not simulated.`);
    refuseWhenAborted(host, signal);
    const file = await openStateFile(transport.state);
    refuseWhenAborted(host, signal);
    if (file.state.unreachable !== undefined)
      throw new UnreachableError(`${host.name} cannot be reached: ${file.state.unreachable}`);
    return startSimulated(file, realWorld, signal);
  },
};

/** The same host with a world of the caller's choosing. */
export function startSimulated(file: StateFile, world: World, signal: AbortSignal): PowerShellProcess {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const { promise: ended, resolve } = Promise.withResolvers<ProcessEnd>();
  let open = true;
  const end = (exitCode: number | undefined, why: string): void => {
    if (!open) return;
    open = false;
    signal.removeEventListener('abort', destroy);
    stdout.end();
    stderr.end();
    resolve({ exitCode, why });
  };
  const host = playHost(file, world, { write: (text) => void (open && stdout.write(text)), end });
  const stdin = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      host.receive(chunk);
      done();
    },
    final: (done) => {
      host.stdinEnded();
      done();
    },
  });
  const destroy = (): void => {
    end(undefined, 'the line was dropped');
    host.stdinEnded();
  };
  signal.addEventListener('abort', destroy, { once: true });

  const refused = refusalOf(file.state);
  if (refused !== undefined) {
    stdout.write(`<<${PROTOCOL}:>>${asciiJson(mark(refused))}<<>>\n`);
    end(ProcessExit.notServed, `${refused.refused} ${refused.found} is not served`);
  }
  return { stdin, stdout, stderr, ended, hostKey: '', destroy };
}

/** What the bootstrap looks at before it reads anything. */
function refusalOf({ engine }: HostState): { readonly refused: string; readonly found: string } | undefined {
  if (engine.languageMode !== 'FullLanguage') return { refused: 'language-mode', found: engine.languageMode };
  const [major, minor] = engine.version.split('.').map(Number);
  const served = (major ?? 0) >= 7 || (major === 5 && minor === 1);
  return served ? undefined : { refused: 'version', found: engine.version };
}

function refuseWhenAborted(host: Host, signal: AbortSignal): void {
  if (signal.aborted) throw new UnreachableError(`${host.name} was not contacted: cancelled.`);
}

const realWorld: World = {
  now: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  controller: process.pid,
  isRunning: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
  },
};
