import type { Requests, Verb } from '../../model/line.ts';

/** Requests during which a host waits for services, for its guard, or for pings, and tells its progress; during any other, progress is out of turn. */
const waiting: ReadonlySet<Verb> = new Set<Verb>([
  'hello',
  'records',
  'prune',
  'guards',
  'observe',
  'set',
  'effect',
  'undo',
  'guard',
  'timed',
  'adopt',
  'claim',
  'mount',
  'unmount',
  'bye',
]);

export const mayProgress = (verb: Verb): boolean => waiting.has(verb);

const MINUTE = 60;
const SHORT = 5 * MINUTE;
const LONG = 4 * 60 * MINUTE;
/** A host tells its progress once a second: more of it than the longest patience has seconds is noise, and would fill the log. */
export const MOST_PROGRESS = 20_000;
/** Where every ping vanishes: at most 120 of them, a second each, and as long again for a slow host. */
const PATH_SEARCH = 4 * MINUTE;

/**
 * The longest time until a reply, however lively the host is meanwhile: a host that only ever reports progress must not hold up the
 * others for ever. Generous where services are waited for, each within its own deadline.
 */
export function patience<V extends Verb>(verb: V, body: Requests[V]): number {
  if (verb === 'effect') {
    const call = body as Requests['effect'];
    if (call.kind === 'reboot') return SHORT;
    // Stop and start of the service and of what depends on it, and a late stop given as long again.
    return Math.min(LONG, SHORT + 8 * call.target.deadlineSeconds);
  }
  if (verb === 'observe') {
    const { questions } = body as Requests['observe'];
    return SHORT + PATH_SEARCH * questions.filter(({ fact }) => fact === 'path-mtu').length;
  }
  if (verb === 'claim') return SHORT + (body as Requests['claim']).patienceSeconds;
  return verb === 'undo' ? LONG : SHORT;
}
