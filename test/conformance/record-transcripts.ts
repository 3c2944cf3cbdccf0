import { cases } from './cases/index.ts';
import { judgeCase } from './judge-case.ts';
import { playOnPwsh, pwshVersion, runtime } from './pwsh-player.ts';
import { type PlayedCase, playable, writeTranscript } from './transcripts.ts';

/** Plays every case on this machine's PowerShell, two at a time; writes the transcript only when all of them hold. */
const version = pwshVersion();
if (version === '')
  throw new Error('no pwsh on the PATH: transcripts are written where PowerShell 7 is installed');

const todo = [...playable(cases)];
const count = todo.length;
const played = new Map<string, PlayedCase>();
const failures: string[] = [];

async function playRest(): Promise<void> {
  for (let each = todo.shift(); each; each = todo.shift()) {
    try {
      const run = await playOnPwsh(each);
      played.set(each.name, run);
      failures.push(...judgeCase(each, run).map((wrong) => `${each?.name}: ${wrong}`));
    } catch (error) {
      failures.push(`${each.name}: ${String(error)}`);
    }
    process.stdout.write(`\r${count - todo.length} of ${count} cases, ${failures.length} mistakes `);
  }
}

await Promise.all([playRest(), playRest()]);
process.stdout.write('\n');
if (failures.length > 0) {
  console.error(failures.map((failure) => failure.slice(0, 1000)).join('\n'));
  process.exitCode = 1;
} else {
  const inOrder = playable(cases).flatMap(({ name }) => played.get(name) ?? []);
  writeTranscript('pwsh', version, runtime, inOrder);
}
