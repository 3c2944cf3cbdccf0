import { HostError } from '../../../model/errors.ts';
import type { FactQuestion } from '../../../model/fact.ts';
import type { Hello, Replies, Requests, Verb } from '../../../model/line.ts';
import { observe } from '../facts/facts.ts';
import { shownLock } from '../record/lock.ts';
import { shownRuns } from '../record/runs.ts';
import { atOnce, type Session, type Work } from '../state/work.ts';
import { hasOwnMount, hiveMounts, mountHive, unmountLeft, unmountOwn } from '../windows/hives.ts';
import { readState } from '../windows/resources.ts';
import { begin, guard, handOver, keep, timed } from './changes.ts';
import { claim } from './claim.ts';
import { effect } from './effect.ts';
import { confirm, disarm, guards } from './guard.ts';
import { adopt, prune, records, release } from './recovery.ts';
import { bodies, checkBody } from './requests.ts';
import { set, tryChange } from './set.ts';
import { undoRun } from './undo.ts';

type Answer = (session: Session, body: unknown) => Work<unknown>;

/** Every verb of the line: its body checked, then its work. */
const verbs: { readonly [V in Verb]: Answer } = {
  hello: (session, body) => atOnce(hello(session, checkBody(bodies.hello, body))),
  observe: (session, body) => {
    const { questions } = checkBody(bodies.observe, body);
    return atOnce({
      facts: (questions as readonly FactQuestion[]).map((question) => observe(session, question)),
    });
  },
  get: (session, body) =>
    atOnce({
      states: checkBody(bodies.get, body).resources.map((resource) => readState(session, resource)),
    }),
  begin: (session, body) => begin(session, checkBody(bodies.begin, body) as Requests['begin']),
  set: (session, body) => set(session, checkBody(bodies.set, body) as Requests['set']),
  try: (session, body) => tryChange(session, checkBody(bodies.try, body) as Requests['try']),
  effect: (session, body) => effect(session, checkBody(bodies.effect, body) as unknown as Requests['effect']),
  claim: (session, body) => claim(session, checkBody(bodies.claim, body)),
  undo: (session, body) => undoRun(session, checkBody(bodies.undo, body).run),
  keep: (session, body) => keep(session, checkBody(bodies.keep, body)),
  records: (session, body) => atOnce(records(session, checkBody(bodies.records, body))),
  adopt: (session, body) => adopt(session, checkBody(bodies.adopt, body)),
  release: (session, body) => release(session, checkBody(bodies.release, body)),
  prune: (session, body) => prune(session, checkBody(bodies.prune, body)),
  guard: (session, body) => guard(session, checkBody(bodies.guard, body)),
  timed: (session, body) => timed(session, checkBody(bodies.timed, body)),
  yield: (session, body) => handOver(session, checkBody(bodies.yield, body)),
  confirm: (session, body) => confirm(session, checkBody(bodies.confirm, body)),
  guards: (session, body) => atOnce(guards(session, checkBody(bodies.guards, body))),
  disarm: (session, body) => disarm(session, checkBody(bodies.disarm, body)),
  *bye(session) {
    const undone = session.open ? yield* undoRun(session, session.open.run) : null;
    yield* unmountOwn(session);
    return { undone };
  },
  *mount(session, body) {
    const { sid, leaseSeconds } = checkBody(bodies.mount, body);
    const mounting = yield* mountHive(session, sid);
    if (mounting.outcome === 'mounted') session.mountLease = leaseSeconds;
    return mounting;
  },
  unmount: (session, body) => unmount(session, checkBody(bodies.unmount, body)),
};

function* unmount(session: Session, { sid }: Requests['unmount']): Work<Replies['unmount']> {
  const own = yield* unmountOwn(session, sid);
  if (!hasOwnMount(session)) session.mountLease = undefined;
  return { hives: [...own, ...(sid === '' ? yield* unmountLeft(session) : [])] };
}

export function carryOut(session: Session, verb: string, body: unknown): Work<unknown> {
  if (!Object.hasOwn(verbs, verb))
    throw new HostError('unknown-verb', `This host knows ${Object.keys(verbs).join(', ')}.`);
  if (session.fault === 'fail' && !['begin', 'set', 'try', 'effect', 'keep'].includes(verb))
    throw new HostError('internal', 'The host was told to fail.');
  if (session.fault === 'fail' && verb === 'begin')
    throw new HostError('record-failed', 'The host was told to fail.');
  return verbs[verb as Verb](session, body);
}

function hello(session: Session, { echo, about }: Requests['hello']): Hello {
  const { state, process } = session;
  return {
    echo,
    engine: { ...state.engine },
    process,
    identity: { ...state.identity },
    clock: session.now(),
    machine: { ...state.machine },
    lock: shownLock(session),
    runs: shownRuns(state, about),
    hives: hiveMounts(session),
  };
}
