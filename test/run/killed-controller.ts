/**
 * A controller that dies: applies the plan `plan.json` in the lab folder given, and kills itself with SIGKILL at the n-th thing that the
 * run tells of (a step, a line sent, a line received). Run as its own process.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../src/model/plan.ts';
import { Lab } from './lab.ts';
import { applyIn } from './lab-plan.ts';

const [folder, deathAt] = process.argv.slice(2);
const lab = await Lab.open(folder);
lab.know('ex01');
let told = 0;
lab.context = {
  ...lab.context,
  watch: () => {
    told += 1;
    if (told === Number(deathAt)) process.kill(process.pid, 'SIGKILL');
  },
};
const plan = JSON.parse(await readFile(join(String(folder), 'plan.json'), 'utf8')) as Plan;
await applyIn(lab, plan);
