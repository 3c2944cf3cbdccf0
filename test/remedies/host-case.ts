import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isPlainObject, type JsonObject } from '../../src/model/json.ts';
import { mark } from '../../src/model/line.ts';
import type { HostStatus } from '../../src/model/outcome.ts';
import type { Verdict } from '../../src/model/remedy.ts';
import type { ExactHostPlan } from '../../src/plan/assemble.ts';
import { readParameters, remedy } from '../../src/remedies/index.ts';
import type { Consent } from '../../src/run/apply/consent.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { surveyStateFile } from '../../src/run/observe/survey-state-file.ts';
import { makePlan } from '../../src/run/planning/make-plan.ts';
import { planRollback } from '../../src/run/planning/plan-rollback.ts';
import { typeOf } from '../../src/run/tables.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { checkState } from '../../src/transports/simulated/state/state-schema.ts';
import type { HostPatch } from '../conformance/case.ts';
import { patchHost } from '../conformance/patch-host.ts';
import { allowAll, Lab, settings } from '../run/lab.ts';
import { applyIn } from '../run/lab-plan.ts';
import { type System, systems } from './systems.ts';

/** One file `test/cases/<remedy>/<name>.host.yaml`: a Windows host as it is found, and how it comes out of the whole engine. */
export interface HostCase {
  readonly title: string;
  readonly system: System;
  readonly parameters?: JsonObject;
  readonly host?: HostPatch;
  readonly expected: {
    readonly verdict: Verdict;
    /** Each is part of one of the reasons. */
    readonly reasons: readonly string[];
    /** `<resource>: <before> → <after>`, each as people see it, in order. */
    readonly changes?: readonly string[];
    readonly effects?: readonly string[];
    /** Each is part of what the finding names as harm, in order. */
    readonly harm?: readonly string[];
    /** Titles, in order. */
    readonly advice?: readonly string[];
    /** What apply comes to; applied unless it says otherwise. */
    readonly applied?: HostStatus;
    /** After apply; compliant unless it says otherwise. */
    readonly afterwards?: Verdict;
  };
}

const folder = new URL('../cases/', import.meta.url).pathname;

export const hostCasesOf = (name: string): readonly (readonly [string, HostCase])[] =>
  readdirSync(join(folder, name))
    .filter((file) => file.endsWith('.host.yaml'))
    .map((file) => [file, parse(readFileSync(join(folder, name, file), 'utf8')) as HostCase]);

/** What came of a host, step by step; `settings` are compared to the byte. */
export interface PlayedHost {
  readonly plan: Pick<ExactHostPlan, 'findings' | 'changes' | 'effects' | 'advice'>;
  readonly applied?: string;
  /** Where a reboot puts it in force: after apply, before that. */
  readonly beforeReboot?: Verdict | undefined;
  readonly afterwards?: Verdict | undefined;
  readonly restored?: string;
  readonly before: string;
  readonly after: string;
}

/** `lab`: whose transports play the host; the simulated one unless another is given. */
export async function playHostCase(name: string, entry: HostCase, lab?: Lab): Promise<PlayedHost> {
  lab ??= await Lab.open();
  const found = remedy(name);
  const assignments = [
    { remedy: found, parameters: readParameters(found, entry.parameters ?? {}, 'the case') },
  ];
  const host = await lab.place('host01', stateOf(entry));
  const before = settingsOf(await lab.state('host01'));
  if (Number.parseFloat(systems[entry.system]().engine.version) < 5.1) {
    const plan = await surveyStateFile(lab.path('host01'), assignments, () => new Date());
    return { plan, before, after: settingsOf(await lab.state('host01')) };
  }
  const look = async () => surveyFleet(lab.context, [host], () => assignments);
  const [surveyed] = await look();
  if (!surveyed?.plan) throw new Error(surveyed?.outcome.summary ?? 'no survey');
  // A restart alone, for a value that somebody else set, is planned and shown; the engine does it for values of its own record only.
  if (surveyed.plan.changes.length === 0)
    return { plan: surveyed.plan, before, after: settingsOf(await lab.state('host01')) };
  const ended = await applyIn(lab, await makePlan(lab.context, [surveyed]), noReboot);
  const status = ended.outcomes[0]?.status ?? '';
  if (status !== 'applied')
    return { plan: surveyed.plan, applied: status, before, after: settingsOf(await lab.state('host01')) };
  const needsReboot = surveyed.plan.effects.some(({ kind }) => kind === 'reboot');
  const [waiting] = needsReboot ? await look() : [];
  if (needsReboot) await lab.edit('host01', rebootByHand);
  const [again] = await look();
  const rollback = await planRollback(lab.context, ended.run, lab.hosts, undefined);
  const back = await applyIn(lab, rollback, noReboot);
  return {
    plan: surveyed.plan,
    applied: status,
    ...(needsReboot ? { beforeReboot: waiting?.outcome.findings[0]?.verdict } : {}),
    afterwards: again?.outcome.findings[0]?.verdict,
    restored: back.outcomes[0]?.status ?? '',
    before,
    after: settingsOf(await lab.state('host01')),
  };
}

/** A reboot is left to a person here, an hour later: its values are set until then, not in force. */
const noReboot: Consent = { ...allowAll, effect: (_host, { kind }) => kind !== 'reboot' };

export function rebootByHand(state: HostState): void {
  const later = new Date(Date.parse(state.clock ?? '') + 3_600_000).toISOString();
  Object.assign(state, { clock: later, bootedAt: later });
}

/** As people see them: `<resource>: <before> → <after>`. */
export const changeTexts = ({ changes }: PlayedHost['plan']): readonly string[] =>
  changes.map(({ resource, before, after }) => {
    const type = typeOf(resource);
    return `${type.describe(resource)}: ${type.describeState(before)} → ${type.describeState(after)}`;
  });

export function stateOf({ system, host }: HostCase): HostState {
  const checked = checkState(patchHost(systems[system](), host ?? {}));
  if ('mistake' in checked) throw new Error(`the case's host: ${checked.mistake}`);
  return checked.state;
}

/** Everything that a setting can be; not the record, the processes and the clock. */
function settingsOf(state: HostState): string {
  const { portRanges = [], interfaces = [] } = state;
  const ranges = portRanges.filter(({ start, number }) => start !== 49152 || number !== 16384);
  return JSON.stringify(mark({ ...settings(state), ranges, interfaces }), byName);
}

/** Two writers of JSON put members in orders of their own. */
const byName = (_key: string, value: unknown): unknown =>
  isPlainObject(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
