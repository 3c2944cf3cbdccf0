import { PassThrough, Writable } from 'node:stream';
import { asciiJson, mark, PROTOCOL, ProcessExit } from '../../model/line.ts';
import type { PowerShellProcess, ProcessEnd } from '../../model/transport.ts';
import { playHost } from './played-host.ts';
import type { World } from './session.ts';
import type { HostState } from './state/state.ts';
import type { StateFile } from './state/state-file.ts';

/** The host's bytes: streams around what plays it, in a world of the caller's choosing. */
export function startSimulated(file: StateFile, world: World, signal: AbortSignal): PowerShellProcess {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const { promise: ended, resolve } = Promise.withResolvers<ProcessEnd>();
  const refused = refusalOf(file.state);
  let open = true;
  const end = (exitCode: number | undefined, why: string): void => {
    if (!open) return;
    open = false;
    signal.removeEventListener('abort', destroy);
    stdout.end();
    stderr.end();
    resolve({ exitCode, why: exitCode === undefined ? why : `exit code ${exitCode}: ${why}` });
  };
  const host = playHost(file, world, { write: (text) => void (open && stdout.write(text)), end });
  const stdin = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (refused === undefined) host.receive(chunk);
      done();
    },
    final: (done) => {
      if (refused === undefined) host.stdinEnded();
      done();
    },
  });
  const destroy = (): void => {
    end(undefined, 'the line was dropped');
    host.stdinEnded();
  };
  signal.addEventListener('abort', destroy, { once: true });

  if (refused !== undefined) {
    // Once it is read: an end that overtakes its own reason is told as a program that never answered.
    stdout.once('end', () => end(ProcessExit.notServed, `${refused.refused} ${refused.found} is not served`));
    stdout.end(`<<${PROTOCOL}:>>${asciiJson(mark(refused))}<<>>\n`);
  }
  return { stdin, stdout, stderr, ended, hostKey: '', destroy };
}

/** What the bootstrap says instead of running our script. */
function refusalOf({
  engine,
  blocks,
}: HostState): { readonly refused: string; readonly found: string } | undefined {
  if (engine.languageMode !== 'FullLanguage') return { refused: 'language-mode', found: engine.languageMode };
  const [major, minor] = engine.version.split('.').map(Number);
  const served = (major ?? 0) >= 7 || (major === 5 && minor === 1);
  if (!served) return { refused: 'version', found: engine.version };
  return blocks === undefined ? undefined : { refused: 'script', found: blocks };
}
