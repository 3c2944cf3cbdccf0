/**
 * A program of the tests, run in a network namespace: checks, applies under guard and takes back over SSH, and prints how each came out,
 * and what was said of narrow mode. Words: the folder of the lab, the host as JSON, and `fakes` when a PowerShell answers with a fake Windows.
 */
import type { Host } from '../../src/model/host.ts';
import type { HostOutcome } from '../../src/model/outcome.ts';
import { remedy } from '../../src/remedies/index.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { makePlan } from '../../src/run/planning/make-plan.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { createTransports } from '../../src/transports/index.ts';
import { fakeRuntime } from '../fakes/start-powershell.ts';
import { Lab } from '../run/lab.ts';
import { applyIn } from '../run/lab-plan.ts';

const [folder = '', said = '', windows] = process.argv.slice(2);
const host: Host = JSON.parse(said);
const lab = await Lab.open(folder);
lab.hosts.set(host.name, host);
lab.context = {
  ...lab.context,
  transports: createTransports({
    credential: () => Promise.reject(new Error('no credential is needed here')),
    allowCommand: false,
    connectSeconds: 40,
  }),
  ...(windows === 'fakes' ? { runtime: fakeRuntime() } : {}),
  limits: { ...lab.context.limits, silenceSeconds: 120, leaseSeconds: 120 },
};
const assignments = [{ remedy: remedy('exchange-mapi-sessions'), parameters: { limit: 64, hours: 168 } }];
const survey = () => surveyFleet(lab.context, [host], () => assignments);
const print = (step: string, outcome: HostOutcome | undefined) => {
  const narrow = outcome?.details.filter((text) => text.includes('narrow')) ?? [];
  process.stdout.write(`${[`${step}: ${outcome?.status}`, ...narrow].join('; ')}\n`);
};

const [checked] = await survey();
print('check', checked?.outcome);
if (checked?.plan) {
  const ended = await applyIn(lab, await makePlan(lab.context, [checked]));
  print('apply', ended.outcomes[0]);
  const { records } = await lab.journal(ended.run);
  process.stdout.write(`guard: ${records.some(({ event }) => event === 'guard-armed') ? 'armed' : 'none'}\n`);
  const [again] = await survey();
  print('check', again?.outcome);
  const back = await applyIn(lab, await planRollback(lab.context, ended.run, lab.hosts, undefined));
  print('rollback', back.outcomes[0]);
}
process.exit(0);
