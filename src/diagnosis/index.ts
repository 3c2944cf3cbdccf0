import type { DiagnosedHost, PlacedSighting } from '../model/causal-chain.ts';
import { UsageError } from '../model/errors.ts';
import { didYouMean } from '../model/nearest.ts';
import type { Finding } from '../model/plan.ts';
import { counted } from '../model/printable.ts';
import type { Sighting } from '../model/sighting.ts';
import type { JudgedRemedy, Scene } from './cause.ts';
import { type Linked, linkSightings } from './link-sightings.ts';
import { order } from './mechanisms.ts';
import type { Symptom } from './symptom.ts';
import { symptoms } from './symptoms/index.ts';
import { weighCauses } from './weigh-causes.ts';

export { captureSighting } from './capture-sighting.ts';
export type { JudgedRemedy } from './cause.ts';
export type { Observed } from './observation.ts';
export { type ObservationName, observations } from './observations/index.ts';
export { symptoms } from './symptoms/index.ts';

/** Everything that one host was found to hold; `judged` is empty for one that was not reached. */
export interface HostEvidence {
  readonly host: string;
  readonly addresses: readonly string[];
  /** What makes and shows the plan of one remedy, up to `--remedy`. */
  readonly planCommand: string;
  /** What made this diagnosis, up to options and other hosts. */
  readonly lookCommand: string;
  /** It only lies in a state file. */
  readonly isFile: boolean;
  readonly at: string;
  /** A host that said nothing: why. */
  readonly notRead?: { readonly status: 'unknown' | 'unreachable' | 'cancelled'; readonly why: string };
  readonly sightings: readonly Sighting[];
  readonly couldNotTell: readonly string[];
  readonly judged: readonly JudgedRemedy[];
}

/** UsageError with what was probably meant. */
export function symptomNamed(name: string): Symptom {
  const found = symptoms.find((symptom) => symptom.name === name.toLowerCase());
  if (found) return found;
  const names = symptoms.map((symptom) => symptom.name);
  throw new UsageError(
    `there is no symptom ${JSON.stringify(name)}${didYouMean(name, names) || `; there are ${names.join(', ')}`}`,
  );
}

/** Findings, links and likely causes of each host. `seenBetween`: what was seen on no host, as a capture is. */
export function diagnose(
  hosts: readonly HostEvidence[],
  seenBetween: readonly Sighting[],
): readonly DiagnosedHost[] {
  const all = [
    ...seenBetween.map((sighting) => ({ ...sighting, host: '' })),
    ...hosts.flatMap(({ host, sightings }) => sightings.map((sighting) => ({ ...sighting, host }))),
  ].map((sighting, index): PlacedSighting => ({ ...sighting, id: `s${index + 1}` }));
  const addressesOf = (name: string) => hosts.find(({ host }) => host === name)?.addresses ?? [];
  const linked = linkSightings(all, addressesOf);
  return hosts.map((host) => diagnoseHost(host, all, linked));
}

function diagnoseHost(evidence: HostEvidence, all: readonly PlacedSighting[], linked: Linked): DiagnosedHost {
  const { host, at, judged, notRead, planCommand, lookCommand, isFile } = evidence;
  const verdicts = judged.map(
    ({ remedy, verdict, reasons, harm }): Finding => ({
      remedy,
      verdict,
      reasons,
      ...(harm.length > 0 ? { harm } : {}),
    }),
  );
  const about = notRead ? [] : bearingOn(evidence, all, linked);
  const isAbout = (id: string) => about.some((sighting) => sighting.id === id);
  const links = linked.links.filter(({ from, to }) => isAbout(from) && isAbout(to));
  const notLinked = linked.notLinked.filter(({ from, to }) => isAbout(from) || isAbout(to));
  const scene: Scene = {
    host,
    planCommand,
    lookCommand,
    isFile,
    sightings: about,
    links,
    judged: (remedy) => judged.find((one) => one.remedy === remedy),
  };
  const { causes, ruledOut } = weighCauses(scene, judged);
  const couldNotTell = [
    ...evidence.couldNotTell,
    ...judged.flatMap(({ remedy, verdict, reasons }) =>
      verdict === 'unknown' ? [`${remedy}: ${reasons.join(' ')}`] : [],
    ),
  ];
  const [first] = causes;
  const open = counted(couldNotTell.length, 'question');
  const [status, summary]: readonly [DiagnosedHost['status'], string] = notRead
    ? [notRead.status, notRead.why]
    : first
      ? ['findings', `${first.title} (confidence: ${first.confidence})`]
      : couldNotTell.length > 0
        ? ['unknown', `could not tell: ${open} could not be answered`]
        : ['nothing-found', 'nothing found that explains trouble of this kind'];
  return {
    host,
    at,
    status,
    summary,
    sightings: about,
    links,
    notLinked,
    causes,
    ruledOut,
    couldNotTell,
    verdicts,
  };
}

/** Own sightings with what brought them about and what they brought about, and what was seen between hosts unless it is of others. */
function bearingOn(
  { host, addresses }: HostEvidence,
  all: readonly PlacedSighting[],
  { links }: Linked,
): readonly PlacedSighting[] {
  const isOfOthers = ({ who }: PlacedSighting) =>
    who.length > 0 && addresses.length > 0 && !who.some((address) => addresses.includes(address));
  const own = all.filter((sighting) => sighting.host === host).map(({ id }) => id);
  const between = all.filter((sighting) => sighting.host === '' && !isOfOthers(sighting)).map(({ id }) => id);
  const before = reachable(own, (id) => links.filter(({ to }) => to === id).map(({ from }) => from));
  const after = reachable(own, (id) => links.filter(({ from }) => from === id).map(({ to }) => to));
  const bearing = new Set([...between, ...before, ...after]);
  return all
    .filter(({ id }) => bearing.has(id))
    .toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

function reachable(start: readonly string[], next: (id: string) => readonly string[]): readonly string[] {
  const found = new Set(start);
  for (const id of found) for (const more of next(id)) found.add(more);
  return [...found];
}
