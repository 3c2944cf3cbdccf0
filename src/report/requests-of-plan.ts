import type { Speaker } from '../model/host-record.ts';
import type { Verb } from '../model/line.ts';
import type { HostPlan } from '../model/plan.ts';
import { guardReasons } from '../run/guard.ts';
import { startQuestions } from '../run/in-force.ts';
import { openQuestions } from '../run/open-applications.ts';
import type { Assignment } from '../run/survey.ts';

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
  const states = { verb: 'get', body: { resources: changes.map(({ resource }) => resource) } } as const;
  const verified = changes.length > 0 ? [states] : [];
  const questions = startQuestions(effects);
  const restarts = effects.filter(({ kind }) => kind !== 'reboot');
  const reboots = effects.filter(({ kind }) => kind === 'reboot');
  const started = questions.length > 0 ? [{ verb: 'observe', body: { questions } } as const] : [];
  const hello = { verb: 'hello', body: { speaker, echo: ECHO, about: [RUN] } } as const;
  const bye = { verb: 'bye', body: {} } as const;
  const isGuarded = guardReasons(changes, effects).length > 0;
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
    ...changes.map(({ id, before, after }) => ({
      verb: 'set' as const,
      body: { run: RUN, change: id, expect: before, want: after },
    })),
    ...verified,
    ...restarts.map(({ id, kind, target }) => ({
      verb: 'effect' as const,
      body: { run: RUN, id, kind, target },
    })),
    ...(restarts.length > 0 ? verified : []),
    ...(isGuarded
      ? // From the second hello on over a new connection, but for what hands the run over on the old one.
        ([hello, ...verified, { verb: 'yield', body: run }, bye, { verb: 'confirm', body: kept }] as const)
      : ([{ verb: 'keep', body: kept }] as const)),
    ...rebooted,
    bye,
  ];
}

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
