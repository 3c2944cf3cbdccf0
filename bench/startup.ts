import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, milliseconds, type Ratio } from './ratio.ts';

const ENTRY = fileURLToPath(new URL('../bin/setright.cjs', import.meta.url));
const ROUNDS = 21;

/** How long the program takes to answer, against a Node that does nothing. The sides take turns, so that both see the same machine. */
export function startup(): readonly Ratio[] {
  const commands = { nothing: ['-e', '0'], version: [ENTRY, '--version'], help: [ENTRY, '--help'] };
  const times: Record<keyof typeof commands, number[]> = { nothing: [], version: [], help: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, words] of Object.entries(commands) as [keyof typeof commands, string[]][])
      times[name].push(runTime(words));
  const nothing = median(times.nothing);
  const ratio = (name: 'version' | 'help', below?: number): Ratio => ({
    what: `setright --${name} / node -e 0`,
    ratio: median(times[name]) / nothing,
    ...(below === undefined ? {} : { below }),
    measured: `${milliseconds(median(times[name]))} / ${milliseconds(nothing)}, medians of ${ROUNDS}`,
  });
  return [ratio('version', 2), ratio('help')];
}

function runTime(words: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${words.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - start;
}
