import { cases } from './cases/index.ts';
import { pwshVersion } from './pwsh-player.ts';
import { sampled } from './sampled.ts';
import { playable, readTranscript } from './transcripts.ts';

/** Vitest's global setup, of which only the end is of use: its last lines say what was replayed from a transcript instead of run. */
export function teardown(): void {
  const all = playable(cases);
  const ran = pwshVersion() === '' ? 0 : sampled(all).length;
  const why = ran === 0 ? ', for there is no pwsh on the PATH' : '; npm run test:long runs them all';
  const { engine } = readTranscript('pwsh');
  console.log(
    `\nReplayed instead of run: ${all.length - ran} of ${all.length} conformance cases on ${engine}${why}.`,
  );
  console.log('Never run here: Windows PowerShell 5.1, and scripts/windows/ on a real Windows.');
}
