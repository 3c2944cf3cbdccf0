import type { ServiceFact } from '../../model/fact.ts';
import { counted, printable } from '../../model/printable.ts';
import type { Advice, Evidence, Judgement, Verdict, Wish } from '../../model/remedy.ts';
import type { RegistryValue } from '../../model/resource.ts';
import { dword, dwordIn } from '../vocabulary/dword-value.ts';
import { judged } from '../vocabulary/judgement.ts';
import { isSession, type LimitEvent, tally } from '../vocabulary/limit-event.ts';
import { limitSightings } from '../vocabulary/limit-sightings.ts';
import { observeEvents, STORE } from '../vocabulary/observed-limit-events.ts';
import { restartRefusal, restartWish, waitsForStart } from '../vocabulary/restart-wish.ts';
import { limitOfType } from './object-limits.ts';

/** What is to be done for one object type. `restartFor`: its value is, or will be, set and not in force. */
interface JudgedType {
  readonly verdict: Exclude<Verdict, 'not-applicable'>;
  readonly reason: string;
  readonly wish?: Wish;
  readonly restartFor?: RegistryValue;
}

export function judgeObjects(evidence: Evidence, step: number, hours: number): Judgement {
  const observed = observeEvents(evidence);
  if (observed === 'not-installed')
    return judged('not-applicable', `${STORE} is not installed here: this is no Exchange mailbox server.`);
  if ('unknown' in observed) return judged('unknown', `${observed.unknown}.`);
  const objects = observed.events.filter((event) => !isSession(event));
  const window = `in the last ${counted(hours, 'hour')}`;
  if (objects.length === 0 && observed.unread > 0)
    return judged('unknown', `${counted(observed.unread, 'event')} 9646 ${window} could not be read.`);
  if (objects.length === 0 && observed.uncounted)
    return judged(
      'unknown',
      `The newest ${counted(observed.events.length, 'event')} 9646 ${window} are of type "session"; there are more, which were not looked at. Look again with fewer hours.`,
    );
  if (objects.length === 0)
    return judged(
      'compliant',
      `No event 9646 of an object type ${window}; those of type "session" are for exchange-mapi-sessions.`,
    );
  const types = tally(objects.map(({ type }) => type));
  const found = types.map(([type, count]) =>
    judgeType(evidence, observed.service, objects, type, count, step),
  );
  const waiting = found.flatMap(({ restartFor }) => restartFor ?? []);
  const restarts = waiting.length > 0 && observed.service.status !== 'stopped';
  const refusal = restarts ? restartRefusal(observed.service, observed.cluster) : undefined;
  return {
    verdict: overall(found),
    reasons: [
      ...found.map(({ reason }) => reason),
      ...(refusal ? [`As it stands the host will refuse to restart ${STORE}: ${refusal}.`] : []),
    ],
    wishes: found.flatMap(({ wish }) => wish ?? []),
    effects: restarts
      ? [
          restartWish(
            observed.service,
            observed.cluster,
            `${STORE} reads these limits only when it starts`,
            waiting,
          ),
        ]
      : [],
    advice: found.every(({ verdict }) => verdict === 'compliant') ? [] : [findTheProgram(objects)],
    sightings: limitSightings('objects-used-up', objects),
  };
}

function judgeType(
  evidence: Evidence,
  service: ServiceFact,
  events: readonly LimitEvent[],
  type: string,
  count: number,
  step: number,
): JudgedType {
  const latest = events.find((event) => event.type === type);
  const maximum = latest?.maximum ?? 0;
  const seen = `${counted(count, 'event')} 9646 of type "${printable(type)}", the latest at ${latest?.at} with a maximum of ${maximum}`;
  const resource = limitOfType(type);
  if (!resource)
    return {
      verdict: 'noncompliant',
      reason: `${seen}. Microsoft names no limit for this type: nothing is set by a name that may be none.`,
    };
  const state = evidence.state(resource);
  if (state.status === 'unreadable')
    return { verdict: 'unknown', reason: `${seen}; its limit could not be read: ${printable(state.why)}.` };
  const limit = dwordIn(state);
  const now = `its limit is ${evidence.describeState(resource, state)}`;
  if (limit === undefined || limit <= maximum) {
    const wanted = maximum + step;
    const reason = `event 9646 of type "${resource.name}" with a maximum of ${maximum}: ${step} more, and no further than it takes`;
    return {
      verdict: 'noncompliant',
      reason: `${seen}; ${now}.`,
      wish: { resource, want: dword(wanted), reason },
      restartFor: resource,
    };
  }
  if (service.status === 'stopped')
    return { verdict: 'compliant', reason: `${seen}; ${now}, in force when ${STORE} starts.` };
  if (service.startedAt === '')
    return { verdict: 'unknown', reason: `${seen}; ${now}. When ${STORE} was started could not be told.` };
  const isAfterStart = Date.parse(latest?.at ?? '') > Date.parse(service.startedAt);
  if (isAfterStart || waitsForStart(evidence.notInForce(resource), service))
    return { verdict: 'noncompliant', reason: `${seen}; ${now}: set, not in force.`, restartFor: resource };
  return { verdict: 'compliant', reason: `${seen}; ${now}, in force since ${service.startedAt}.` };
}

function overall(found: readonly JudgedType[]): Verdict {
  const has = (verdict: Verdict) => found.some((one) => one.verdict === verdict);
  if (has('unknown')) return 'unknown';
  return has('noncompliant') ? 'noncompliant' : 'compliant';
}

const USERS_SHOWN = 5;

function findTheProgram(events: readonly LimitEvent[]): Advice {
  const users = tally(
    events.map(({ user, type }) => `${printable(user) || '(no name)'} (${printable(type)})`),
  );
  return {
    title: '1. Find the program that opens the objects and does not close them',
    first: true,
    steps: [
      ...users.slice(0, USERS_SHOWN).map(([user, count]) => `${counted(count, 'event')}: ${user}`),
      'objtFolder and objtFolderView: Outlook with a large additional mailbox, or desktop search; objtMessage, objtAttachment, objtStream: an add-in, an archive or a virus scanner that keeps what it opened.',
      'Ask the vendor for a fix; turn "Download shared folders" off where the additional mailbox is the cause.',
      'A higher limit lets one program take more of the server: add 100 at a time, and no more than stops the events (KB830829).',
    ],
    check:
      'The Application log has no new event 9646 of these types. Windows Server 2008 and later tell with Get-WinEvent -FilterHashtable @{ LogName = "Application"; Id = 9646; StartTime = (Get-Date).AddDays(-1) }, which says so as an error when there is none.',
    undo: 'Nothing was changed.',
  };
}
