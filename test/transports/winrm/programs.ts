import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import type { PowerShellProcess, ProcessEnd } from '../../../src/model/transport.ts';
import { lineToChild } from '../../../src/transports/child-line.ts';
import type { Program } from './shells.ts';

const signal = new AbortController().signal;

/** What the command line says, as a child of this machine. */
export const realProgram =
  (environment: NodeJS.ProcessEnv = process.env): Program =>
  (commandLine) => {
    const [program = '', ...words] = commandLine.split(' ');
    return lineToChild('EX01', program, () => spawn(program, words, { env: environment }), signal);
  };

/** Gives back what it is sent, and says on stderr that it saw the end, as `echo` of the other transports' tests. */
export const echoing: Program = () =>
  Promise.resolve(
    played((stdin, { stdout, stderr, end }) => {
      stdin.on('data', (chunk: Buffer) => stdout.write(chunk));
      stdin.on('end', () => {
        stderr.write('end seen');
        end(0);
      });
    }),
  );

interface Player {
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  end(exitCode: number): void;
}

/** A program that is played in this process. */
export function played(play: (stdin: PassThrough, player: Player) => void): PowerShellProcess {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const { promise: ended, resolve } = Promise.withResolvers<ProcessEnd>();
  const end = (exitCode: number | undefined) => resolve({ exitCode, why: `exit code ${exitCode}` });
  play(stdin, { stdout, stderr, end });
  return { stdin, stdout, stderr, ended, hostKey: '', destroy: () => end(undefined) };
}
