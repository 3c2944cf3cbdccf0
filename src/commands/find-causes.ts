import { captureSighting, type ObservationName, observations, symptomNamed } from '../diagnosis/index.ts';
import { writePlanFile } from '../journal/plan-file.ts';
import type { CaptureReport } from '../model/capture.ts';
import { DIAGNOSIS_SCHEMA } from '../model/causal-chain.ts';
import type { Host } from '../model/host.ts';
import type { HostStatus } from '../model/outcome.ts';
import { chainText } from '../report/chain-text.ts';
import { runExitCode } from '../run/apply.ts';
import { diagnoseFleet, type FleetDiagnosis } from '../run/diagnose-fleet.ts';
import { planOfFixes } from '../run/plan-of-fixes.ts';
import type { Assignment } from '../run/survey.ts';
import type { Terminal } from '../ui/terminal.ts';
import { assign, catalogue } from './assignments.ts';
import type { DiagnoseOptions } from './diagnose.ts';
import { type Fleet, openFleet } from './fleet.ts';
import { readCapture } from './read-capture.ts';

export async function findCauses(
  terminal: Terminal,
  selectors: readonly string[],
  options: DiagnoseOptions,
): Promise<number> {
  const symptom = options.symptom === undefined ? undefined : symptomNamed(options.symptom);
  const fleet = await openFleet(terminal, options);
  const selected = fleet.select(selectors);
  const peer = options.peer;
  const known = peer === undefined ? [] : fleet.known([peer]);
  const hosts = [...selected, ...known.filter(({ name }) => !selected.some((host) => host.name === name))];
  await fleet.unlock(hosts);
  const captured = options.capture === undefined ? undefined : await readCapture(options.capture);
  const between = captured === undefined ? { sightings: [], couldNotTell: [] } : captureSighting(captured);
  const remedies = symptom?.remedies ?? catalogue().map(({ name }) => name);
  const assigned = new Map(
    hosts.map((host) => [host.name, assignTo(host, remedies, peerOf(host, peer, selected, known))]),
  );
  const found = await fleet.atWork(
    hosts.map(({ name }) => name),
    (context) =>
      diagnoseFleet(context, hosts, {
        assigned: ({ name }) => assigned.get(name) ?? [],
        observations: symptom?.observations ?? everyObservation,
        seenBetween: between.sightings,
      }),
  );
  const exitCode = exitCodeOf(fleet, found, between.couldNotTell);
  const plan = options.plan === undefined ? undefined : await save(fleet, found, options.plan);
  terminal.result(
    () => ({
      schema: DIAGNOSIS_SCHEMA,
      exitCode,
      symptom: symptom?.name ?? null,
      capture: captured === undefined ? null : captureOf(options.capture ?? '', captured),
      hosts: found.diagnosed,
      plan: plan ?? null,
    }),
    () => chainText(found.diagnosed, between.couldNotTell, terminal),
  );
  if (plan) terminal.say(plan.changes === 0 ? NO_PLAN : `\n${savedText(plan)}`);
  return exitCode;
}

const everyObservation = Object.keys(observations) as ObservationName[];
const NO_PLAN =
  '\nNo plan was saved: none of the fixes is a change that Setright makes; they are for people to do.';
const savedText = ({ path }: { readonly path: string }): string =>
  `Saved. Look at it, and apply it, with: setright apply ${path}`;
const PATH = 'vpn-black-hole';

/** The remedy of the path is told whom to probe; where nobody is named, there is no path to ask for. */
function assignTo(host: Host, names: readonly string[], peer: string | undefined): readonly Assignment[] {
  const others = names.filter((name) => name !== PATH);
  const choice =
    peer === undefined
      ? { remedy: others, set: [] }
      : { remedy: [...others, PATH], set: [`${PATH}.peer=${peer}`] };
  return assign([host], choice, 'every-remedy').get(host.name) ?? [];
}

/** A host probes the peer, and a peer of the inventory the first of the hosts; by address where the inventory has one. */
function peerOf(
  host: Host,
  peer: string | undefined,
  selected: readonly Host[],
  known: readonly Host[],
): string | undefined {
  if (peer === undefined) return undefined;
  const [own] = known;
  if (host.name !== own?.name) return own ? addressOf(own) : peer;
  const other = selected.find(({ name }) => name !== host.name);
  return other && addressOf(other);
}

const addressOf = ({ name, transport }: Host): string => ('address' in transport ? transport.address : name);

function exitCodeOf(
  { context }: Fleet,
  { diagnosed, surveyed }: FleetDiagnosis,
  open: readonly string[],
): number {
  const statuses = diagnosed.map(({ status, causes, couldNotTell }): HostStatus => {
    if (status === 'unreachable' || status === 'cancelled') return status;
    if (status === 'unknown' || couldNotTell.length + open.length > 0) return 'unknown';
    return causes.length > 0 ? 'differs' : 'compliant';
  });
  return runExitCode(
    context,
    surveyed.map(({ outcome }, index) => ({ ...outcome, status: statuses[index] ?? outcome.status })),
  );
}

interface SavedPlan {
  readonly path: string;
  readonly changes: number;
}

async function save({ context }: Fleet, found: FleetDiagnosis, path: string): Promise<SavedPlan> {
  const plan = await planOfFixes(context, found);
  const changes = plan.hosts.reduce((sum, host) => sum + host.changes.length + host.effects.length, 0);
  if (changes > 0) await writePlanFile(path, plan);
  return { path, changes };
}

const captureOf = (file: string, { verdict, reasons, from, to, packets }: CaptureReport): object => ({
  file,
  verdict,
  reasons,
  from,
  to,
  packets,
});
