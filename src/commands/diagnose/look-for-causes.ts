import { resolve } from 'node:path';
import { captureSighting } from '../../diagnosis/index.ts';
import type { CaptureReport } from '../../model/capture.ts';
import type { DiagnosedHost } from '../../model/causal-chain.ts';
import { UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import { exitCodeOf, type HostStatus } from '../../model/outcome.ts';
import { printable } from '../../model/printable.ts';
import type { Sighting } from '../../model/sighting.ts';
import { sameName } from '../../model/windows-name.ts';
import { runExitCode } from '../../run/apply/journalled-run.ts';
import type { RunContext } from '../../run/context.ts';
import { explainSurvey, questionsOf } from '../../run/observe/explain-survey.ts';
import { seenFromHere } from '../../run/observe/seen-from-here.ts';
import type { Surveyed } from '../../run/observe/survey.ts';
import { surveyFleet } from '../../run/observe/survey-fleet.ts';
import { lookAtStateFile } from '../../run/observe/survey-state-file.ts';
import { readCapture } from '../capture/read-capture.ts';
import type { Fleet } from '../steps/fleet.ts';
import { type DiagnosisRequest, diagnosisRequest, peerOf } from './diagnosis-request.ts';

/** What is looked for, and where besides hosts of the inventory. */
export interface SoughtCauses {
  readonly symptom?: string;
  readonly peer?: string;
  /** Path of a packet capture. */
  readonly capture?: string;
  /** Paths of state files. */
  readonly state: readonly string[];
  readonly set: readonly string[];
}

export interface FoundCauses {
  readonly hosts: readonly DiagnosedHost[];
  /** As on the command line. */
  readonly exitCode: number;
  readonly symptom: string | null;
  readonly captured: CaptureReport | undefined;
  /** Of the capture. */
  readonly couldNotTell: readonly string[];
  readonly surveyed: readonly Surveyed[];
}

/** Whoever has hosts to look at: a person's fleet, or another program's controller. */
export type Looking = Pick<Fleet, 'context' | 'select' | 'known' | 'unlock' | 'atWork'>;

export async function lookForCauses(
  fleet: Looking | undefined,
  selectors: readonly string[],
  sought: SoughtCauses,
  say: (text: string) => void,
): Promise<FoundCauses> {
  const request = diagnosisRequest(sought);
  const captured = sought.capture === undefined ? undefined : await readCapture(sought.capture, say);
  const between = captured === undefined ? { sightings: [], couldNotTell: [] } : captureSighting(captured);
  const there = fleet
    ? await lookAtFleet(fleet, selectors, sought.peer, request)
    : { looks: [], fromHere: [] };
  const looks = [...there.looks, ...(await lookAtFiles(sought.state, request))];
  refuseNamesakes(looks);
  const surveyed = looks.map((look) => look.surveyed);
  const hosts = explainSurvey(
    surveyed,
    ({ name }) => looks.find((look) => look.surveyed.host.name === name)?.assigned ?? [],
    request.observations,
    [...between.sightings, ...there.fromHere],
  );
  const exitCode = codeOf(fleet, surveyed, hosts, between.couldNotTell.length > 0);
  return {
    hosts,
    exitCode,
    symptom: request.symptom,
    captured,
    couldNotTell: between.couldNotTell,
    surveyed,
  };
}

interface LookedAt {
  readonly surveyed: Surveyed;
  readonly assigned: ReturnType<DiagnosisRequest['assign']>;
}

/** The hosts, and their peer too when the inventory has it: the way back may be the one that swallows. */
async function lookAtFleet(
  fleet: Looking,
  selectors: readonly string[],
  peer: string | undefined,
  request: DiagnosisRequest,
): Promise<{ readonly looks: readonly LookedAt[]; readonly fromHere: readonly Sighting[] }> {
  const selected = fleet.select(selectors);
  const known = peer === undefined ? [] : fleet.known([peer]);
  const hosts = [...selected, ...known.filter(({ name }) => !selected.some((host) => host.name === name))];
  const assigned = new Map(
    hosts.map((host) => [host.name, request.assign(host, peerOf(host, peer, selected, known))]),
  );
  await fleet.unlock(hosts);
  const questions = questionsOf(request.observations);
  const survey = (context: RunContext) =>
    surveyFleet(
      context,
      hosts,
      ({ name }) => assigned.get(name) ?? [],
      () => questions,
    );
  const [surveyed, fromHere] = await fleet.atWork(
    hosts.map(({ name }) => name),
    (context) =>
      Promise.all([
        survey(context),
        peer === undefined ? [] : seenFromHere(context, hosts, addressOf(peer, known)),
      ]),
  );
  const looks = surveyed.map((one) => ({ surveyed: one, assigned: assigned.get(one.host.name) ?? [] }));
  return { looks, fromHere };
}

const addressOf = (peer: string, [known]: readonly Host[]): string =>
  known && 'address' in known.transport ? known.transport.address : peer;

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
  fleet: Looking | undefined,
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
