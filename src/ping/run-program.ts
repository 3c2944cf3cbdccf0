import { execFile } from 'node:child_process';

/** Longer than a ping waits. */
const DEADLINE = 10_000;

/** A program of this system and all it prints, in English. One that is missing or cut off says so in its text. */
export function run(
  program: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly succeeded: boolean }> {
  const env = { ...process.env, LC_ALL: 'C', LANG: 'C' };
  return new Promise((resolve) => {
    execFile(program, words, { env, signal, timeout: DEADLINE }, (error, stdout, stderr) => {
      const missing = error !== null && error.code === 'ENOENT' ? `${program}: there is none here` : '';
      resolve({ text: `${stdout}\n${stderr}\n${missing}`, succeeded: error === null });
    });
  });
}
