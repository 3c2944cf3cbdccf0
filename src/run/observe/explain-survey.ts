import { isIP } from 'node:net';
import {
  diagnose,
  type HostEvidence,
  type ObservationName,
  type Observed,
  observations,
} from '../../diagnosis/index.ts';
import { readFact } from '../../facts/index.ts';
import type { DiagnosedHost } from '../../model/causal-chain.ts';
import { HostError } from '../../model/errors.ts';
import type { Fact, FactQuestion } from '../../model/fact.ts';
import type { Host } from '../../model/host.ts';
import type { Sighting } from '../../model/sighting.ts';
import { stalledSighting } from '../connect/narrow.ts';
import { judgedAlone } from './judged-alone.ts';
import type { Assignment, Surveyed } from './survey.ts';

export type Assigned = (host: Host) => readonly Assignment[];

interface Asked {
  readonly observation: ObservationName;
  readonly label: string;
  readonly question: FactQuestion;
}

/** What a survey has to ask for these observations, beside what the remedies ask. The last one is asked for its time. */
export const questionsOf = (names: readonly ObservationName[]): readonly FactQuestion[] => [
  ...asksOf(names).map(({ question }) => question),
  { fact: 'os', ask: {} },
];

const asksOf = (names: readonly ObservationName[]): readonly Asked[] =>
  names.flatMap((observation) =>
    Object.entries(observations[observation].questions).map(([label, question]) => ({
      observation,
      label,
      question,
    })),
  );

/** Explains a survey that was asked `questionsOf(looked)`, across all its hosts. `seenBetween`: what was seen on none, as in a capture. */
export const explainSurvey = (
  surveyed: readonly Surveyed[],
  assigned: Assigned,
  looked: readonly ObservationName[],
  seenBetween: readonly Sighting[],
): readonly DiagnosedHost[] =>
  diagnose(
    surveyed.map((one) => evidenceOf(one, assigned, looked)),
    seenBetween,
  );

function evidenceOf(
  { host, outcome, seen, stalled }: Surveyed,
  assigned: Assigned,
  looked: readonly ObservationName[],
): HostEvidence {
  const { transport, source } = host;
  const isFile = transport.type === 'simulated' && source === transport.state;
  const known = {
    host: host.name,
    addresses: addressesOf(host),
    planCommand: isFile ? `setright advise --state ${source}` : `setright plan ${host.name}`,
    lookCommand: `setright diagnose ${isFile ? `--state ${source}` : host.name}`,
    isFile,
  };
  if (!seen) {
    const { status, summary: why } = outcome;
    const isOther = status !== 'unreachable' && status !== 'cancelled';
    const notRead = { status: isOther ? ('unknown' as const) : status, why };
    return { ...known, sightings: [], couldNotTell: [], judged: [], at: '', notRead };
  }
  const observed = observe(seen.answers, looked);
  const at = seen.answers.at(-1)?.at ?? '';
  return {
    ...known,
    at,
    sightings: [
      ...stalledSighting(host, stalled, known.addresses, at),
      ...observed.sightings,
      ...seen.judged.flatMap(({ judgement }) => judgement.sightings ?? []),
    ],
    couldNotTell: observed.couldNotTell,
    judged: judgedAlone(host, seen, assigned(host)),
  };
}

function observe(answers: readonly Fact[], looked: readonly ObservationName[]): Observed {
  const asked = asksOf(looked);
  const seen = looked.map((name) =>
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

/** What the inventory says of where it is, as captures and probes spell it; a name says nothing of addresses. */
function addressesOf({ transport }: Host): readonly string[] {
  const address = 'address' in transport ? transport.address : '';
  if (isIP(address) === 6) return [new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1)];
  return isIP(address) === 4 ? [address] : [];
}
