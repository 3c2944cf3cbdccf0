import { isIP } from 'node:net';
import {
  diagnose,
  type HostEvidence,
  type ObservationName,
  type Observed,
  observations,
} from '../diagnosis/index.ts';
import { readFact } from '../facts/index.ts';
import type { DiagnosedHost } from '../model/causal-chain.ts';
import { HostError } from '../model/errors.ts';
import type { Fact, FactQuestion } from '../model/fact.ts';
import type { Host } from '../model/host.ts';
import type { Sighting } from '../model/sighting.ts';
import type { RunContext } from './context.ts';
import { judgedAlone } from './judged-alone.ts';
import type { Assignment, Surveyed } from './survey.ts';
import { surveyFleet } from './survey-fleet.ts';

export interface DiagnosisRequest {
  readonly assigned: (host: Host) => readonly Assignment[];
  readonly observations: readonly ObservationName[];
  /** What was seen on no host: a capture. */
  readonly seenBetween: readonly Sighting[];
}

export interface FleetDiagnosis {
  readonly diagnosed: readonly DiagnosedHost[];
  readonly surveyed: readonly Surveyed[];
}

/** Looks at every host and explains what was found, across all of them. Only reads. */
export async function diagnoseFleet(
  context: RunContext,
  hosts: readonly Host[],
  request: DiagnosisRequest,
): Promise<FleetDiagnosis> {
  const { assigned, seenBetween } = request;
  const questions = asksOf(request).map(({ question }) => question);
  const surveyed = await surveyFleet(context, hosts, assigned, () => questions);
  const evidence = surveyed.map((one) => evidenceOf(one, request));
  return { surveyed, diagnosed: diagnose(evidence, seenBetween) };
}

interface Asked {
  readonly observation: ObservationName;
  readonly label: string;
  readonly question: FactQuestion;
}

const asksOf = ({ observations: names }: DiagnosisRequest): readonly Asked[] =>
  names.flatMap((observation) =>
    Object.entries(observations[observation].questions).map(([label, question]) => ({
      observation,
      label,
      question,
    })),
  );

function evidenceOf({ host, outcome, seen }: Surveyed, request: DiagnosisRequest): HostEvidence {
  const empty = { sightings: [], couldNotTell: [], judged: [] };
  const known = { host: host.name, addresses: addressesOf(host) };
  if (!seen) {
    const { status, summary: why } = outcome;
    const isOther = status !== 'unreachable' && status !== 'cancelled';
    return { ...known, ...empty, at: '', notRead: { status: isOther ? 'unknown' : status, why } };
  }
  const looked = observe(seen.answers, request);
  return {
    ...known,
    at: seen.answers[0]?.at ?? '',
    sightings: [...looked.sightings, ...seen.judged.flatMap(({ judgement }) => judgement.sightings ?? [])],
    couldNotTell: looked.couldNotTell,
    judged: judgedAlone(host, seen, request.assigned(host)),
  };
}

function observe(answers: readonly Fact[], request: DiagnosisRequest): Observed {
  const asked = asksOf(request);
  const seen = request.observations.map((name) =>
    observations[name].see((fact, label) => {
      const answer = answers[asked.findIndex((one) => one.observation === name && one.label === label)];
      if (!answer) throw new HostError('internal', `the fact "${label}" was not answered`);
      return readFact(fact, answer);
    }),
  );
  return {
    sightings: seen.flatMap(({ sightings }) => sightings),
    couldNotTell: seen.flatMap(({ couldNotTell }) => couldNotTell),
  };
}

/** What the inventory says of where it is; a name says nothing of addresses. */
function addressesOf({ transport }: Host): readonly string[] {
  const address = 'address' in transport ? transport.address : '';
  return isIP(address) === 0 ? [] : [address];
}
