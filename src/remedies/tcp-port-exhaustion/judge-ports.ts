import { counted } from '../../model/printable.ts';
import type { EffectWish, Evidence, Judgement, Wish } from '../../model/remedy.ts';
import type { PortRange } from '../../model/resource.ts';
import { present } from '../../model/state.ts';
import { dword } from '../vocabulary/dword-value.ts';
import { judged } from '../vocabulary/judgement.ts';
import { rebootEvidence, rebootWish } from '../vocabulary/reboot-wish.ts';
import { maxUserPort } from '../vocabulary/tcpip-parameters.ts';
import { type Observed, observe } from './observed.ts';
import { portAdvice } from './port-advice.ts';
import { EXHAUSTED_SHARE, type Holder, holderText, type PortUse, portUse } from './port-holders.ts';
import { portSightings } from './port-sightings.ts';

/** One process with so much of the range is the cause, whatever else there is. */
const LEAK_SHARE = 0.3;
/** So little of the range in use is rest, whatever the log still has. */
const RESTED_SHARE = 0.5;
/** What Windows XP and Server 2003 take at most. */
const OLD_MAXIMUM = 65534;

export interface Wanted extends PortRange {
  readonly hours: number;
}

export function judgePorts(evidence: Evidence, wanted: Wanted): Judgement {
  const observed = observe(evidence);
  if ('unknown' in observed) return judged('unknown', `${sentence(observed.unknown)}.`);
  const use = portUse(observed.connections);
  const leak = use.holders.find(({ ports }) => ports >= observed.range.number * LEAK_SHARE);
  return {
    ...judgeUse(evidence, observed, use, leak, wanted),
    sightings: portSightings(observed, use, leak),
  };
}

function judgeUse(
  evidence: Evidence,
  observed: Observed,
  use: PortUse,
  leak: Holder | undefined,
  wanted: Wanted,
): Judgement {
  const share = use.ports / observed.range.number;
  const seen = [eventsText(observed, wanted.hours), useText(observed, use), ...strayText(observed, evidence)];
  if (observed.events.length === 0 && share < EXHAUSTED_SHARE) return judged('compliant', ...seen);
  const wishes = leak ? [] : wider(observed, wanted, share);
  if (!leak && wishes.length === 0 && share < RESTED_SHARE)
    return judged(
      'compliant',
      ...seen,
      'The range is as wide as asked for, and at rest: the events are from before.',
    );
  return {
    ...judged('noncompliant', ...seen, reasonFor(observed, leak, wishes, share)),
    wishes,
    effects: observed.isOld && wishes.length > 0 ? [reboot(evidence)] : [],
    advice: portAdvice(observed, use, leak, wanted),
  };
}

const reboot = (evidence: Evidence): EffectWish =>
  rebootWish(rebootEvidence(evidence), 'Windows reads MaxUserPort only when it starts', [maxUserPort]);

function wider({ isOld, ranges, range }: Observed, wanted: Wanted, share: number): readonly Wish[] {
  if (isOld) {
    if (range.start + range.number - 1 >= OLD_MAXIMUM) return [];
    const reason = `the ports ran out between ${rangeText(range)}; MaxUserPort is read when Windows starts`;
    return [{ resource: maxUserPort, want: dword(OLD_MAXIMUM), reason }];
  }
  return ranges
    .filter(({ range: now }) => now.number < wanted.number)
    .map(({ resource, range: now }) => ({
      resource,
      want: present({ start: wanted.start, number: wanted.number }),
      reason: `the ports ran out between ${rangeText(now)}, and ${share < RESTED_SHARE ? 'who held them then is not known' : 'no single process holds them'}`,
    }));
}

function reasonFor(
  { isOld }: Observed,
  leak: Holder | undefined,
  wishes: readonly Wish[],
  share: number,
): string {
  if (leak)
    return `${sentence(holderText(leak))}: that program is the cause. A wider range only lasts longer with it, and is left as it is.`;
  if (wishes.length === 0)
    return 'The range is as wide as asked for already: the advice has what is left to do.';
  if (!isOld && share < RESTED_SHARE)
    return 'At rest when looked at, so who held them then is not known: look again in the worst hour, for with a leak a wider range only lasts longer. It is in force at once.';
  return isOld
    ? 'No process that holds them could be told apart; a wider range is the cure here, after a restart of Windows.'
    : 'No single process holds them: many short connections. A wider range gives them room, and is in force at once.';
}

function eventsText({ events }: Observed, hours: number): string {
  const window = `in the last ${counted(hours, 'hour')}`;
  if (events.length === 0) return `No event 4227 or 4231 ${window}.`;
  const each = events.map(
    ({ id, count, latest }) => `${counted(count, 'event')} ${id} (the latest at ${latest})`,
  );
  return `${each.join(' and ')} ${window}.`;
}

function useText({ range, connections }: Observed, { ports, waiting }: PortUse): string {
  const percent = Math.round((100 * ports) / range.number);
  const whose = connections.owners ? '' : ' Whose they are, this Windows does not tell.';
  return `${counted(ports, 'port')} in use, ${waiting} of them in TimeWait; the range ${rangeText(range)} has ${range.number} (${percent}%).${whose}`;
}

/** KB929851 replaced it; whether a newer Windows still reads it is not settled, and people still write it. */
function strayText({ strayMaxUserPort }: Observed, evidence: Evidence): readonly string[] {
  if (!strayMaxUserPort) return [];
  const now = evidence.describeState(maxUserPort, strayMaxUserPort);
  return [
    `MaxUserPort is ${now}: that is for Windows XP and Server 2003, here the dynamic port range counts.`,
  ];
}

const rangeText = ({ start, number }: PortRange): string => `${start} to ${start + number - 1}`;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
