import { resolve } from 'node:path';
import { captureSighting } from '../diagnosis/index.ts';
import { writePlanFile } from '../journal/plan-file.ts';
import type { CaptureReport } from '../model/capture.ts';
import { DIAGNOSIS_SCHEMA, type DiagnosedHost } from '../model/causal-chain.ts';
import { UsageError } from '../model/errors.ts';
import { exitCodeOf, type HostStatus } from '../model/outcome.ts';
import type { HostLeftOut } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import { sameName } from '../model/windows-name.ts';
import { chainText } from '../report/chain-text.ts';
import { runExitCode } from '../run/apply.ts';
import { explainSurvey, questionsOf } from '../run/explain-survey.ts';
import { planOfFixes } from '../run/plan-of-fixes.ts';
import type { Surveyed } from '../run/survey.ts';
import { surveyFleet } from '../run/survey-fleet.ts';
import { lookAtStateFile } from '../run/survey-state-file.ts';
import type { Terminal } from '../ui/terminal.ts';
import type { DiagnoseOptions } from './diagnose.ts';
import { type DiagnosisRequest, diagnosisRequest, peerOf } from './diagnosis-request.ts';
import { type Fleet, openFleet } from './fleet.ts';
import { readCapture } from './read-capture.ts';

export async function findCauses(
  terminal: Terminal,
  selectors: readonly string[],
  options: DiagnoseOptions,
): Promise<number> {
  refuseNothing(selectors, options);
  const request = diagnosisRequest(options);
  const captured =
    options.capture === undefined
      ? undefined
      : await readCapture(options.capture, (text) => terminal.say(text));
  const between = captured === undefined ? { sightings: [], couldNotTell: [] } : captureSighting(captured);
  const fleet = selectors.length === 0 ? undefined : await openFleet(terminal, options);
  const looks = [
    ...(fleet ? await lookAtFleet(fleet, selectors, options.peer, request) : []),
    ...(await lookAtFiles(options.state, request)),
  ];
  refuseNamesakes(looks);
  const surveyed = looks.map((look) => look.surveyed);
  const diagnosed = explainSurvey(
    surveyed,
    ({ name }) => looks.find((look) => look.surveyed.host.name === name)?.assigned ?? [],
    request.observations,
    between.sightings,
  );
  const exitCode = codeOf(fleet, surveyed, diagnosed, between.couldNotTell.length > 0);
  const plan =
    options.plan === undefined || !fleet ? null : await save(fleet, surveyed, diagnosed, options.plan);
  terminal.result(
    () => ({
      schema: DIAGNOSIS_SCHEMA,
      exitCode,
      symptom: request.symptom,
      capture: captured === undefined ? null : captureOf(options.capture ?? '', captured),
      hosts: diagnosed,
      plan,
    }),
    () => chainText(diagnosed, between.couldNotTell, terminal),
  );
  if (plan) terminal.say(planText(plan));
  return exitCode;
}

function planText({ path, changes, leftOut }: SavedPlan): string {
  const without = leftOut.map(({ host, why }) => `Not in it: ${printable(host)}: ${printable(why)}`);
  const saved =
    changes === 0
      ? 'No plan was saved: none of the fixes is a change that Setright makes; they are for people to do.'
      : `Saved. Look at it, and apply it, with: setright apply ${path}`;
  return ['', ...without, saved].join('\n');
}

interface LookedAt {
  readonly surveyed: Surveyed;
  readonly assigned: ReturnType<DiagnosisRequest['assign']>;
}

function refuseNothing(selectors: readonly string[], { state, plan, peer }: DiagnoseOptions): void {
  if (selectors.length + state.length === 0)
    throw new UsageError('diagnose: name hosts, or say --state with the state file of one');
  if (selectors.length === 0 && plan !== undefined)
    throw new UsageError(
      '--plan: a host that lies in a state file is not set by a plan; see setright advise',
    );
  if (selectors.length === 0 && peer !== undefined)
    throw new UsageError('--peer: nobody can probe a path from a state file; name a host');
}

/** The hosts, and their peer too when the inventory has it: the way back may be the one that swallows. */
async function lookAtFleet(
  fleet: Fleet,
  selectors: readonly string[],
  peer: string | undefined,
  request: DiagnosisRequest,
): Promise<readonly LookedAt[]> {
  const selected = fleet.select(selectors);
  const known = peer === undefined ? [] : fleet.known([peer]);
  const hosts = [...selected, ...known.filter(({ name }) => !selected.some((host) => host.name === name))];
  const assigned = new Map(
    hosts.map((host) => [host.name, request.assign(host, peerOf(host, peer, selected, known))]),
  );
  await fleet.unlock(hosts);
  const questions = questionsOf(request.observations);
  const surveyed = await fleet.atWork(
    hosts.map(({ name }) => name),
    (context) =>
      surveyFleet(
        context,
        hosts,
        ({ name }) => assigned.get(name) ?? [],
        () => questions,
      ),
  );
  return surveyed.map((one) => ({ surveyed: one, assigned: assigned.get(one.host.name) ?? [] }));
}

/** A file that was named twice is one host. */
const lookAtFiles = (paths: readonly string[], request: DiagnosisRequest): Promise<readonly LookedAt[]> =>
  Promise.all(
    paths
      .filter((path, index) => paths.findIndex((other) => resolve(other) === resolve(path)) === index)
      .map((path) => lookAtFile(path, request)),
  );

/** A host of the inventory and a state file, or two of them: what was seen on one would be told of the other. */
function refuseNamesakes(looks: readonly LookedAt[]): void {
  for (const [index, { surveyed }] of looks.entries()) {
    const { name, source } = surveyed.host;
    const first = looks.slice(0, index).find((other) => sameName(other.surveyed.host.name, name));
    if (first)
      throw new UsageError(
        `--state ${source}: it is of ${printable(name)}, and so is ${first.surveyed.host.source}; name one of them, the newer one`,
      );
  }
}

async function lookAtFile(path: string, request: DiagnosisRequest): Promise<LookedAt> {
  const none = { name: path, groups: [], variables: {}, remedies: {}, source: path };
  const assigned = request.assign({ ...none, transport: { type: 'simulated', state: path } }, undefined);
  const questions = questionsOf(request.observations);
  return { assigned, surveyed: await lookAtStateFile(path, assigned, questions, () => new Date()) };
}

function codeOf(
  fleet: Fleet | undefined,
  surveyed: readonly Surveyed[],
  diagnosed: readonly DiagnosedHost[],
  isOpen: boolean,
): number {
  const statuses = diagnosed.map(({ status, causes, couldNotTell }): HostStatus => {
    if (status === 'unreachable' || status === 'cancelled') return status;
    if (status === 'unknown' || isOpen || couldNotTell.length > 0) return 'unknown';
    return causes.length > 0 ? 'differs' : 'compliant';
  });
  const outcomes = surveyed.map(({ outcome }, index) => ({
    ...outcome,
    status: statuses[index] ?? outcome.status,
  }));
  return fleet ? runExitCode(fleet.context, outcomes) : exitCodeOf(statuses);
}

interface SavedPlan {
  readonly path: string;
  readonly changes: number;
  readonly leftOut: readonly HostLeftOut[];
}

async function save(
  { context }: Fleet,
  surveyed: readonly Surveyed[],
  diagnosed: readonly DiagnosedHost[],
  path: string,
): Promise<SavedPlan> {
  const plan = await planOfFixes(context, surveyed, diagnosed);
  const changes = plan.hosts.reduce((sum, host) => sum + host.changes.length + host.effects.length, 0);
  if (changes > 0) await writePlanFile(path, plan);
  return { path, changes, leftOut: plan.leftOut };
}

const captureOf = (file: string, { verdict, reasons, from, to, packets }: CaptureReport): object => ({
  file,
  verdict,
  reasons,
  from,
  to,
  packets,
});
