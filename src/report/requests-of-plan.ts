import type { Speaker } from '../model/host-record.ts';
import type { Verb } from '../model/line.ts';
import type { HostPlan } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { guardReasons } from '../run/apply/guard.ts';
import { openQuestions } from '../run/apply/open-applications.ts';
import { trialOf } from '../run/apply/set-changes.ts';
import { byHive } from '../run/connect/hives.ts';
import { startQuestions } from '../run/observe/in-force.ts';
import type { Assignment } from '../run/observe/survey.ts';

/** A request as people read it: sensitive states sealed, names that are drawn when the run begins as words in parentheses. */
export interface ShownRequest {
  readonly verb: Verb;
  readonly body: object;
}

/** Drawn when the run begins. */
const RUN = '(this run)';
const ECHO = '(characters that must come back as they were sent)';

/**
 * The requests that an apply of this plan sends to one host, in order, when all goes well and no effect is refused. When something fails
 * after `begin`, `undo` is sent instead of what is left. A test compares this with what the engine sends.
 */
export function requestsOfPlan(
  plan: HostPlan,
  speaker: Speaker,
  leaseSeconds: number,
  guardSeconds: number,
): readonly ShownRequest[] {
  const { changes, effects, undoAfterSeconds } = plan;
  if (changes.length + effects.length === 0) return [];
  const verified = changes.length > 0 ? reads(plan, leaseSeconds) : [];
  const questions = startQuestions(effects);
  const restarts = effects.filter(({ kind }) => kind !== 'reboot');
  const reboots = effects.filter(({ kind }) => kind === 'reboot');
  const started = questions.length > 0 ? [{ verb: 'observe', body: { questions } } as const] : [];
  const hello = { verb: 'hello', body: { speaker, echo: ECHO, about: [RUN] } } as const;
  const bye = { verb: 'bye', body: {} } as const;
  const isGuarded = guardReasons(changes, effects).length > 0;
  const tried = isGuarded ? changes.filter((change) => trialOf(change)) : [];
  const run = { run: RUN };
  const kept = { run: RUN, notInForce: reboots.flatMap(({ putsInForce }) => putsInForce) };
  const booted = {
    verb: 'observe',
    body: {
      questions: [
        { fact: 'os', ask: {} },
        { fact: 'pending-reboot', ask: {} },
      ],
    },
  } as const;
  // Its second hello is over a new connection, after Windows was started.
  const rebooted = [
    ...reboots.flatMap(({ id, kind, target }) => [
      booted,
      { verb: 'effect' as const, body: { run: RUN, id, kind, target } },
      bye,
      hello,
      booted,
    ]),
    ...(reboots.length > 0 ? verified : []),
  ];
  const opened = openQuestions(plan.preconditions ?? []);
  const closed = opened.length > 0 ? [{ verb: 'observe', body: { questions: opened } } as const] : [];
  return [
    hello,
    ...verified,
    ...started,
    ...closed,
    {
      verb: 'begin',
      body: {
        run: RUN,
        speaker,
        leaseSeconds,
        changes: changes.map(({ id, resource, before, after }) => ({ id, resource, before, after })),
      },
    },
    ...(undoAfterSeconds !== undefined && changes.length > 0
      ? [{ verb: 'timed', body: { run: RUN, seconds: undoAfterSeconds } } as const]
      : []),
    ...(isGuarded ? [{ verb: 'guard', body: { run: RUN, seconds: guardSeconds } } as const] : []),
    ...closed,
    ...byHive(changes).flatMap(({ sid, changes: group }) =>
      mounted(sid, plan, sets(group, isGuarded), leaseSeconds),
    ),
    ...verified,
    ...restarts.map(({ id, kind, target }) => ({
      verb: 'effect' as const,
      body: { run: RUN, id, kind, target },
    })),
    ...(restarts.length > 0 ? verified : []),
    ...(isGuarded
      ? // From the second hello on over a new connection, but for what is set for good and what hands the run over, on the old one.
        ([
          hello,
          ...verified,
          ...sets(tried, false),
          ...(tried.length > 0 ? verified : []),
          { verb: 'yield', body: run },
          bye,
          { verb: 'confirm', body: kept },
        ] as const)
      : ([{ verb: 'keep', body: kept }] as const)),
    ...rebooted,
    bye,
  ];
}

const sets = (changes: HostPlan['changes'], isGuarded: boolean): readonly ShownRequest[] =>
  changes.map((change) => {
    const { id, before, after } = change;
    const trial = isGuarded ? trialOf(change) : undefined;
    return {
      verb: trial ? 'try' : 'set',
      body: { run: RUN, change: id, expect: before, want: trial ?? after },
    };
  });

/** All states at once; then those in hives that have to be mounted, once more, hive by hive. */
function reads(plan: HostPlan, leaseSeconds: number): readonly ShownRequest[] {
  const get = (changes: HostPlan['changes']): ShownRequest => ({
    verb: 'get',
    body: { resources: changes.map(({ resource }) => resource) },
  });
  const away = Map.groupBy(plan.changes, ({ resource }) => mountedFor(resource, plan));
  return [
    get(plan.changes),
    ...[...away].flatMap(([sid, changes]) =>
      sid === undefined ? [] : mounted(sid, plan, [get(changes)], leaseSeconds),
    ),
  ];
}

const mountedFor = (resource: Resource, { hives = [] }: HostPlan): string | undefined =>
  resource.kind === 'user-registry-value' && hives.includes(resource.sid) ? resource.sid : undefined;

const mounted = (
  sid: string | undefined,
  { hives = [] }: HostPlan,
  inside: readonly ShownRequest[],
  leaseSeconds: number,
): readonly ShownRequest[] =>
  sid === undefined || !hives.includes(sid)
    ? inside
    : [{ verb: 'mount', body: { sid, leaseSeconds } }, ...inside, { verb: 'unmount', body: { sid } }];

/** The requests of a check or a plan: they only read. */
export function requestsOfSurvey(
  assignments: readonly Assignment[],
  speaker: Speaker,
): readonly ShownRequest[] {
  const needs = assignments.map(({ remedy, parameters }) => remedy.needs(parameters));
  return [
    { verb: 'hello', body: { speaker, echo: ECHO, about: [] } },
    { verb: 'observe', body: { questions: needs.flatMap(({ facts }) => Object.values(facts)) } },
    { verb: 'get', body: { resources: needs.flatMap(({ resources }) => resources) } },
    { verb: 'bye', body: {} },
  ];
}
