/**
 * A program of the tests, run in a network namespace: checks, applies under guard and takes back over SSH, and prints how each came out.
 * Words: the folder of the lab, and the host as JSON.
 */
import type { Host } from '../../src/model/host.ts';
import { remedy } from '../../src/remedies/index.ts';
import { makePlan } from '../../src/run/make-plan.ts';
import { planRollback } from '../../src/run/plan-rollback.ts';
import { surveyFleet } from '../../src/run/survey-fleet.ts';
import { fakeRuntime } from '../fakes/start-powershell.ts';
import { Lab } from '../run/lab.ts';
import { applyIn } from '../run/lab-plan.ts';

const [folder = '', said = ''] = process.argv.slice(2);
const host: Host = JSON.parse(said);
const lab = await Lab.open(folder);
lab.hosts.set(host.name, host);
lab.context = {
  ...lab.context,
  runtime: fakeRuntime(),
  limits: { ...lab.context.limits, silenceSeconds: 20, leaseSeconds: 60 },
};
const assignments = [{ remedy: remedy('exchange-mapi-sessions'), parameters: { limit: 64, hours: 168 } }];
const survey = () => surveyFleet(lab.context, [host], () => assignments);
const print = (step: string, status: string | undefined) => process.stdout.write(`${step}: ${status}\n`);

const [checked] = await survey();
print('check', checked?.outcome.status);
if (checked?.plan) {
  const ended = await applyIn(lab, await makePlan(lab.context, [checked]));
  print('apply', ended.outcomes[0]?.status);
  const [again] = await survey();
  print('check', again?.outcome.status);
  const back = await applyIn(lab, await planRollback(lab.context, ended.run, lab.hosts, undefined));
  print('rollback', back.outcomes[0]?.status);
}
process.exit(0);
