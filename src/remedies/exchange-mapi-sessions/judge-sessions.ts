import { counted, printable } from '../../model/printable.ts';
import type { Evidence, Judgement } from '../../model/remedy.ts';
import { type ExchangeVersion, exchangeVersion } from '../vocabulary/exchange-version.ts';
import { type LimitEvent, tally } from '../vocabulary/limit-event.ts';
import { STORE } from '../vocabulary/observed-limit-events.ts';
import { restartRefusal, restartWish, waitsForStart } from '../vocabulary/restart-wish.ts';
import { clusterAdvice } from './cluster-advice.ts';
import { likelyCauses } from './likely-causes.ts';
import { type Observed, observe } from './observed.ts';
import { sessionAdvice } from './session-advice.ts';
import { limitIn, limitOf, limitValue, OTHER_PROTOCOLS_LIMIT } from './session-limit.ts';
import { sessionSightings } from './session-sightings.ts';

const NOTHING = { wishes: [], effects: [], advice: [] } as const;

export function judgeSessions(evidence: Evidence, limit: number, hours: number): Judgement {
  const observed = observe(evidence);
  if (observed === 'not-installed')
    return {
      ...NOTHING,
      verdict: 'not-applicable',
      reasons: [`${STORE} is not installed here: this is no Exchange mailbox server.`],
    };
  if ('unknown' in observed) return { ...NOTHING, verdict: 'unknown', reasons: [`${observed.unknown}.`] };
  return { ...judgeObserved(evidence, observed, limit, hours), sightings: sessionSightings(observed) };
}

function judgeObserved(evidence: Evidence, observed: Observed, limit: number, hours: number): Judgement {
  const now = evidence.describeState(limitValue, observed.state);
  if (observed.sessions.length === 0 && !waits(observed)) return withoutEvents(observed, now, hours);
  const version = exchangeVersion(evidence);
  const advised = observed.sessions.length === 0 ? [] : sessionAdvice(observed, limit, hours, version);
  const verdict = withEvents(observed, now, limit, version);
  if (verdict.verdict !== 'noncompliant')
    return { ...NOTHING, ...verdict, reasons: [...found(observed, hours), ...verdict.reasons] };
  const restart =
    verdict.restartFor === undefined || observed.service.status === 'stopped' ? [] : [verdict.restartFor];
  return {
    verdict: 'noncompliant',
    reasons: [
      ...found(observed, hours),
      ...likelyCauses(observed, evidence.fact('os', 'os')),
      ...verdict.reasons,
      ...restartReasons(observed, restart.length > 0),
    ],
    wishes:
      verdict.raise === undefined
        ? []
        : [{ resource: limitValue, want: limitOf(limit), reason: verdict.raise }],
    effects: restart.map((reason) => restartWish(observed.service, observed.cluster, reason, [limitValue])),
    advice: [...advised, ...clusterAdvice(observed, limit, restart.length > 0)],
  };
}

const waits = ({ since, service }: Observed): boolean => waitsForStart(since, service);

/** No session was closed for the limit: the limit is no one's trouble, whatever it is. */
function withoutEvents(
  { others, unread, uncounted, state }: Observed,
  now: string,
  hours: number,
): Judgement {
  const window = `in the last ${counted(hours, 'hour')}`;
  if (unread > 0) {
    const reason = `${counted(unread, 'event')} 9646 ${window} could not be read: neither the insertion strings nor the message name the object type.`;
    return { ...NOTHING, verdict: 'unknown', reasons: [reason] };
  }
  if (uncounted) {
    const reason = `The newest ${counted(others.length, 'event')} 9646 ${window} are of other object types; there are more, which were not looked at. Look again with fewer hours.`;
    return { ...NOTHING, verdict: 'unknown', reasons: [reason] };
  }
  if (others.length > 0) {
    const types = tally(others.map(({ type }) => type)).map(
      ([type, count]) => `${printable(type)} (${count})`,
    );
    const reasons = [
      `Event 9646 ${window} is of other object types: ${types.join(', ')}. The sessions per user do not govern them.`,
      'Their limits are the values of the subkey MaxObjsPerMapiSession, one for each type: the remedy exchange-mapi-objects judges them.',
    ];
    return { ...NOTHING, verdict: 'not-applicable', reasons };
  }
  const ignored =
    limitIn(state).from === 'wrong-kind'
      ? ['Exchange reads a DWORD only and goes by its default of 32; nobody has missed more.']
      : [];
  return {
    ...NOTHING,
    verdict: 'compliant',
    reasons: [`No event 9646 of type "session" ${window}; ${valueText(now)}.`, ...ignored],
  };
}

/** What the events and the value say together; `raise` and `restartFor` are the reasons for the wish and for the restart. */
interface Sessions {
  readonly verdict: Judgement['verdict'];
  readonly reasons: readonly string[];
  readonly raise?: string;
  readonly restartFor?: string;
}

const ofOtherProtocols = (event: LimitEvent | undefined, version: ExchangeVersion | undefined): boolean =>
  version === '2013' && event?.maximum === OTHER_PROTOCOLS_LIMIT;

const OTHER_PROTOCOLS = `the latest event names a maximum of ${OTHER_PROTOCOLS_LIMIT}, what Exchange 2013 and later permit to every protocol but Outlook's`;

function withEvents(
  observed: Observed,
  now: string,
  wanted: number,
  version: ExchangeVersion | undefined,
): Sessions {
  const { sessions, service, state, since } = observed;
  const { limit, from } = limitIn(state);
  const restartFor = `${STORE} reads the limit only when it starts`;
  if (sessions.length > 0 && (from !== 'value' || limit < wanted)) {
    const why = {
      value: `${valueText(now)}, below the ${wanted} asked for`,
      default: `${valueText(now)}, so the default of ${limit} holds`,
      'wrong-kind': `${valueText(now)}; Exchange reads a DWORD only, so the default of ${limit} holds`,
    }[from];
    return {
      verdict: 'noncompliant',
      reasons: [
        `${sentence(why)}.`,
        ...(waits(observed)
          ? [
              `It reads so since ${since}; ${STORE} has not been restarted since and still goes by what it read before.`,
            ]
          : []),
        ...(ofOtherProtocols(sessions[0], version)
          ? [`${sentence(OTHER_PROTOCOLS)}; that the value raises this too is not documented.`]
          : []),
        'Raising the limit is the last of the cures; the advice has those to try before it.',
      ],
      raise: `event 9646 of type "session" and a limit of ${limit}; ${wanted} is to be the smallest that works`,
      restartFor,
    };
  }
  if (waits(observed)) {
    const reason = `${sentence(valueText(now))}; it was set at ${since} and is not in force: ${STORE} has not been restarted since.`;
    return { verdict: 'noncompliant', reasons: [reason], restartFor };
  }
  if (service.status === 'stopped')
    return {
      verdict: 'compliant',
      reasons: [`${sentence(valueText(now))}; it is in force when ${STORE}, now stopped, starts.`],
    };
  if (service.startedAt === '') {
    const reason = `When ${STORE} was started could not be told, and so not whether the events came before or after ${valueText(now)}.`;
    return { verdict: 'unknown', reasons: [reason] };
  }
  const after = sessions.filter(({ at }) => Date.parse(at) > Date.parse(service.startedAt));
  const [latest] = after;
  if (!latest) {
    const reason = `${sentence(valueText(now))}, and in force: no such event since ${STORE} was started at ${service.startedAt}.`;
    return { verdict: 'compliant', reasons: [reason] };
  }
  if (ofOtherProtocols(latest, version)) {
    const reason = `${sentence(valueText(now))}, and ${OTHER_PROTOCOLS}. That a restart or a higher value changes this is not documented: find the program.`;
    return { verdict: 'noncompliant', reasons: [reason] };
  }
  if (latest.maximum < limit) {
    const reason = `${sentence(valueText(now))}, yet the latest event names a maximum of ${latest.maximum}: it is set, not in force.`;
    return { verdict: 'noncompliant', reasons: [reason], restartFor };
  }
  const reason =
    `${sentence(valueText(now))}, and in force since ${service.startedAt}; the events go on (${after.length} since). ` +
    'A still higher limit would hide the cause: find the program.';
  return { verdict: 'noncompliant', reasons: [reason] };
}

function found({ sessions, others, unread, uncounted }: Observed, hours: number): readonly string[] {
  if (sessions.length === 0) return [];
  const users = tally(sessions.map(({ user }) => user)).length;
  const rest = [
    ...(others.length > 0 ? [`${others.length} of other types, which have limits of their own`] : []),
    ...(unread > 0 ? [`${unread} that could not be read`] : []),
    ...(uncounted ? ['only the newest were looked at'] : []),
  ];
  const beside = rest.length > 0 ? ` (${rest.join('; ')})` : '';
  return [
    `${counted(sessions.length, 'event')} 9646 of type "session" by ${counted(users, 'user')} in the last ${counted(hours, 'hour')}${beside}.`,
  ];
}

function restartReasons({ service, cluster }: Observed, restarts: boolean): readonly string[] {
  if (!restarts)
    return service.status === 'stopped' ? [`${STORE} is stopped: it reads the limit when it starts.`] : [];
  const refusal = restartRefusal(service, cluster);
  return refusal ? [`As it stands the host will refuse to restart ${STORE}: ${refusal}.`] : [];
}

const valueText = (now: string): string => `the value is ${now}`;
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
