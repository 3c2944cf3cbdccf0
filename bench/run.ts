/** `npm run bench`: ratios, each measured in this run. Ends 1 when one of them misses its target. */
import { rm } from 'node:fs/promises';
import { Lab } from '../test/run/lab.ts';
import { applying } from './applying.ts';
import { line } from './line.ts';
import { planning } from './planning.ts';
import { isMissed, type Ratio, rowOf } from './ratio.ts';
import { startup } from './startup.ts';
import { winrm } from './winrm.ts';

const lab = await Lab.open();
const ratios: Ratio[] = [];
try {
  for (const measure of [
    startup,
    () => line(lab),
    () => planning(lab),
    () => applying(lab),
    () => winrm(lab),
  ])
    for (const ratio of await measure()) {
      ratios.push(ratio);
      console.log(rowOf(ratio));
    }
} finally {
  await rm(lab.folder, { recursive: true, force: true });
}
process.exitCode = ratios.some(isMissed) ? 1 : 0;
