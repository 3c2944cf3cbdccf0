/** The command line: hands the process's words and streams to the program, and sets the exit code. */
import { runProgram } from './commands/program.ts';

const DIFFERS = 2;

/**
 * A reader may go (`| head`), a terminal close, a disk be full. Then nobody reads on, but hosts may be at work: an error here that
 * nobody hears would end the process, and leave them in the middle of a run.
 */
let unwritten: NodeJS.ErrnoException | undefined;
process.stderr.on('error', () => {});
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || unwritten) return;
  unwritten = error;
  process.stderr.write(`setright: the result could not be written: ${error.message}\n`);
});

const exitCode = await runProgram(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  signals: process,
});

// Streams may fail after the last word of the program.
process.exitCode = exitCode;
process.on('exit', () => {
  if (unwritten && exitCode <= DIFFERS) process.exitCode = 1;
});
