import { isDeepStrictEqual } from 'node:util';
import type { HostOutcome } from '../../src/model/outcome.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { settings } from '../run/lab.ts';
import { mounts } from '../run/users.ts';
import type { Bench, Settings } from './bench-host.ts';

import type { MatrixFault, Rival } from './faults.ts';

/** What the judge has to know of a fault. */
export type Struck = Pick<MatrixFault, 'mayStick' | 'boots' | 'rival'> & { readonly restores?: boolean };

/** What was, what is to be, and the host as it stands. */
export type Judged = Pick<Bench, 'old' | 'new'> & {
  readonly host: { readonly file: { readonly state: HostState } };
};

/** Judged on the host itself: what it holds now, against what it held before and what the plan makes of it. */
export function judgeFirst(bench: Judged, fault: Struck, outcome: HostOutcome): readonly string[] {
  const { status } = outcome;
  const definite = status !== 'unfinished';
  const expected = isKept(status) && !isTakenBack(bench) ? 'new' : 'old';
  return [
    ...(definite ? judgeState(bench, fault, outcome, expected) : []),
    ...(fault.restores && !definite ? judgeEither(bench, fault, outcome) : []),
    ...(definite && hasLock(bench) ? [`${status}, and the lock is still there`] : []),
    ...(isExpected(bench, fault, status) ? [] : [`ended ${status}: ${outcome.summary}`]),
  ];
}

/** The last record of all may be the one that is missing: then all is as planned. */
function judgeEither(bench: Judged, fault: Struck, outcome: HostOutcome): readonly string[] {
  const [asBefore, asPlanned] = (['old', 'new'] as const).map((each) =>
    judgeState(bench, fault, outcome, each),
  );
  const locked = hasLock(bench) ? ['the host is locked, though it was heard to the end'] : [];
  return [...(asPlanned?.length === 0 ? [] : (asBefore ?? [])), ...locked];
}

/** `differs`: kept, and Windows was not restarted for it. */
const isKept = (status: HostOutcome['status']): boolean => status === 'applied' || status === 'differs';

/** After the one further contact nothing is open any more. */
export function judgeLast(
  bench: Judged,
  fault: Struck,
  outcome: HostOutcome,
  wentBack: boolean,
): readonly string[] {
  const { status } = outcome;
  const isNew = !wentBack && (status === 'applied' || status === 'nothing');
  const fine = ['applied', 'nothing'].includes(status) || mayStick(bench, fault);
  return [
    ...judgeState(bench, fault, outcome, isNew ? 'new' : 'old'),
    ...(hasLock(bench) ? ['a lock is left after the second contact'] : []),
    ...mounts(bench.host.file.state).map((name) => `${name} is still mounted`),
    ...(fine && status !== 'unfinished' ? [] : [`the second contact ended ${status}: ${outcome.summary}`]),
  ];
}

const isExpected = (bench: Judged, fault: Struck, status: HostOutcome['status']): boolean =>
  status !== 'stuck' || mayStick(bench, fault);

const mayStick = (bench: Judged, fault: Struck): boolean =>
  fault.mayStick || (fault.boots && restyled(bench).length > 0);

/** Services that come up otherwise once the plan is carried out. */
const restyled = (bench: Judged): readonly string[] =>
  bench.old.services
    .filter(({ startType }, index) => startType !== bench.new.services[index]?.startType)
    .map(({ name }) => name);

/** Services whose status the plan changes: a start of Windows goes by the start type, and knows of no status. */
const restated = (bench: Judged): readonly string[] =>
  bench.old.services
    .filter(({ status }, index) => status !== bench.new.services[index]?.status)
    .map(({ name }) => name);

/** Kept for a time, and the host's clock says that this is over. */
const isTakenBack = ({ host }: Judged): boolean =>
  host.file.state.files.some(({ text }) => text.includes('"step":"=timed-fired"'));

const hasLock = ({ host }: Judged): boolean => host.file.state.files.some(({ path }) => path === 'lock.json');

function judgeState(
  bench: Judged,
  { rival, boots }: Struck,
  outcome: HostOutcome,
  expected: 'old' | 'new',
): readonly string[] {
  const state = bench.host.file.state;
  const booted = boots ? [...restyled(bench), ...restated(bench)] : [];
  const now = apart(settings(state), rival, booted);
  const wanted = apart(bench[expected], rival, booted);
  const problems = rival ? rivalProblems(bench, rival) : [];
  if (isDeepStrictEqual(now, wanted)) return problems;
  const differing = differences(now, wanted);
  const said = `${outcome.summary} ${outcome.details.join(' ')}`;
  const unnamed = outcome.status === 'stuck' ? differing.filter((name) => !said.includes(name)) : differing;
  return unnamed.length === 0
    ? problems
    : [...problems, `${outcome.status}, but not as ${expected}: ${unnamed.join(', ')} (${outcome.summary})`];
}

/** What the rival wrote stays; a value that is exactly what was there, or what we write, cannot be told from it. */
function rivalProblems(bench: Judged, rival: Rival): readonly string[] {
  const state = structuredClone(bench.host.file.state);
  rival.write(state);
  const theirs = valueIn(settings(state), rival);
  const now = valueIn(settings(bench.host.file.state), rival);
  const known = [bench.old, bench.new].map((each) => valueIn(each, rival));
  const possible = known.some((each) => isDeepStrictEqual(each, theirs)) ? known : [theirs];
  return possible.some((each) => isDeepStrictEqual(each, now))
    ? []
    : [`what the rival wrote is gone; there is ${JSON.stringify(now)}`];
}

const valueIn = ({ registry }: Settings, { key, value }: Rival) =>
  registry.find(({ path }) => path === key)?.values.find(({ name }) => name === value);

/** Without the rival's value, a key that is there for nothing else, and what a boot made of services. */
function apart(
  { registry, services, interfaces }: Settings,
  rival: Rival | undefined,
  booted: readonly string[],
): Settings {
  const kept = registry
    .map((key) =>
      key.path === rival?.key
        ? { ...key, values: key.values.filter(({ name }) => name !== rival.value) }
        : key,
    )
    .filter((key) => key.path !== rival?.key || key.values.length > 0);
  return {
    registry: kept,
    services: services.map((each) => (booted.includes(each.name) ? { ...each, status: '' } : each)),
    interfaces,
  };
}

function differences(left: Settings, right: Settings): readonly string[] {
  const names = new Map<string, string>();
  const told = (settings_: Settings) =>
    new Map<string, unknown>([
      ...settings_.registry.flatMap(({ path, values }): [string, unknown][] => [
        [`${path}\\`, true],
        ...values.map(({ name, kind, data }): [string, unknown] => [`${path}\\${name}`, [kind, data]]),
      ]),
      ...settings_.services.map((service): [string, unknown] => [`\\${service.name}`, service]),
      ...settings_.interfaces.map((each): [string, unknown] => [`\\interface ${each.index}`, each]),
    ]);
  const [these, those] = [told(left), told(right)];
  for (const key of new Set([...these.keys(), ...those.keys()]))
    if (!isDeepStrictEqual(these.get(key), those.get(key)))
      names.set(key, key.endsWith('\\') ? keyName(key.slice(0, -1)) : key.slice(key.lastIndexOf('\\') + 1));
  return [...names.values()];
}

/** People are told a key of a user by his SID, not by the file that it lies in. */
const keyName = (path: string): string => path.replace(/^.*\\NTUSER\.DAT\\/, '');
