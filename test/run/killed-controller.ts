/**
 * A controller that dies: applies the plan of the lab folder given, and kills itself with SIGKILL at the n-th thing that the run tells of
 * (a step, a line sent, a line received). Run as its own process; `killed.json` in the folder says what to do.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../src/model/host.ts';
import type { Plan } from '../../src/model/plan.ts';
import { readRuntime } from '../../src/powershell/index.ts';
import { Lab } from './lab.ts';
import { applyIn } from './lab-plan.ts';

/** `windows`: the folder that stands in for `scripts/windows/`, where a real PowerShell is behind the host. */
export interface KilledRun {
  readonly plan: Plan;
  readonly host: Host;
  readonly windows?: string;
  readonly loadHives?: boolean;
}

const [folder, deathAt] = process.argv.slice(2);
const { plan, host, windows, loadHives } = JSON.parse(
  await readFile(join(String(folder), 'killed.json'), 'utf8'),
) as KilledRun;
const lab = await Lab.open(folder);
lab.hosts.set(host.name, host);
let told = 0;
lab.context = {
  ...lab.context,
  runtime: readRuntime(windows),
  loadHives: loadHives ?? false,
  limits: { ...lab.context.limits, silenceSeconds: 20 },
  watch: () => {
    told += 1;
    if (told === Number(deathAt)) process.kill(process.pid, 'SIGKILL');
  },
};
await applyIn(lab, plan);
