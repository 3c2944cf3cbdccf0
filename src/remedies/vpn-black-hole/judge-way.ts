import { flappingIn } from '../../model/flapping.ts';
import { isPlainObject } from '../../model/json.ts';
import { judgePath } from '../../model/path-verdict.ts';
import { printable } from '../../model/printable.ts';
import type { Advice, Evidence, Judgement, Wish } from '../../model/remedy.ts';
import type { InterfaceMtu, IpFamily, Mtu } from '../../model/resource.ts';
import { present, type State } from '../../model/state.ts';
import { judged } from '../vocabulary/judgement.ts';
import { pathSighting, type Way } from './path-sighting.ts';
import { routerHint } from './router-hint.ts';

export const FAMILIES: readonly IpFamily[] = ['IPv4', 'IPv6'];

export const trialMtu = (index: number, family: IpFamily): InterfaceMtu => ({
  kind: 'interface-mtu',
  interface: index,
  family,
});

export interface Asked {
  readonly peer: string;
  /** Index of the interface whose MTU may be lowered; 0: none. */
  readonly trial: number;
  readonly hours: number;
}

/** The path decides; event 26 only says whether anybody feels it. */
export function judgeWay(evidence: Evidence, asked: Asked): Judgement {
  const ways: Way[] = [];
  const silent: string[] = [];
  for (const family of FAMILIES) {
    const reading = evidence.fact('path-mtu', family);
    if (reading.known) {
      const { value: fact, at } = reading;
      ways.push({ family, fact, found: judgePath(fact), at });
    } else silent.push(`${family}: not measured: ${ended(reading.why)}`);
  }
  const felt = eventsText(evidence, asked.hours);
  const seen = [...ways.map(wayText), ...silent, felt.text];
  return { ...judgeWays(evidence, asked, ways, felt.flaps, seen), sightings: ways.flatMap(pathSighting) };
}

function judgeWays(
  evidence: Evidence,
  asked: Asked,
  ways: readonly Way[],
  flaps: boolean,
  seen: readonly string[],
): Judgement {
  const holes = ways.filter(({ found }) => found.verdict === 'black-hole');
  if (holes.length > 0) return sick(evidence, asked, holes, seen);
  const works = ways.filter(({ found }) => found.verdict === 'clear' || found.verdict === 'told');
  if (works.length === 0 || works.length < ways.length)
    return { ...judged('unknown', ...seen), advice: [measureOtherwise(asked)] };
  const lowered = ways.flatMap((way) => loweredText(evidence, asked, way));
  return {
    ...judged('compliant', ...seen, ...lowered, ...(flaps ? [NOT_THE_SIZE] : [])),
    advice: flaps ? [lookAlike] : [],
  };
}

function sick(evidence: Evidence, asked: Asked, holes: readonly Way[], seen: readonly string[]): Judgement {
  const sizes = holes.flatMap(({ found }) => found.crosses ?? []);
  const mtu = Math.min(...sizes);
  const tried = holes.map((way) => trialOf(evidence, asked, way));
  return {
    ...judged('noncompliant', ...seen, BOTH_WAYS, ...tried.flatMap(({ why }) => why)),
    wishes: tried.flatMap(({ wishes }) => wishes),
    advice: Number.isFinite(mtu)
      ? routerHint(mtu, asked.peer, sideOf(holes, mtu))
      : [measureOtherwise(asked)],
  };
}

/** What the probes of one end know of where the smaller MTU is. */
function sideOf(holes: readonly Way[], mtu: number): string {
  const own = Math.max(...holes.map(({ fact }) => fact.interfaceMtu));
  return `On this side the host sends packets of up to ${own} by its own interface: the ${mtu} is not here but behind a router.`;
}

const BOTH_WAYS =
  'An answer is as large as its ping: the probe or its answer is swallowed. setright path from both ends, or a capture at one of them, may tell which.';
const NOT_THE_SIZE = 'Connections flap all the same: the size of packets is not the cause.';

function trialOf(
  evidence: Evidence,
  { trial }: Asked,
  { family, fact, found }: Way,
): { readonly why: readonly string[]; readonly wishes: readonly Wish[] } {
  if (trial === 0) {
    const why = `Packets to the peer leave by interface ${fact.interface}: trial=${fact.interface} tries its MTU at ${found.crosses ?? 'what crosses'} under guard, until the next boot.`;
    return { why: found.crosses === null ? [] : [why], wishes: [] };
  }
  if (trial !== fact.interface)
    return {
      why: [`No trial: packets to the peer leave by interface ${fact.interface}, not ${trial}.`],
      wishes: [],
    };
  const resource = trialMtu(trial, family);
  const mtu = mtuIn(evidence.state(resource));
  const least = family === 'IPv4' ? 576 : 1280;
  if (!mtu || found.crosses === null || found.crosses < least)
    return {
      why: [`No trial: ${evidence.describe(resource)} cannot be set to ${found.crosses}.`],
      wishes: [],
    };
  return {
    why: [],
    wishes: [
      {
        resource,
        // The persistent store stays as it is: the next boot ends the trial.
        want: present({ active: found.crosses, persistent: mtu.persistent }),
        reason: `a trial until the next boot: packets over ${found.crosses} bytes to the peer are swallowed; the routers are to be put right`,
      },
    ],
  };
}

/** Lower than every boot makes it: somebody tries. */
function loweredText(evidence: Evidence, { trial }: Asked, { family, found }: Way): readonly string[] {
  if (trial === 0) return [];
  const mtu = mtuIn(evidence.state(trialMtu(trial, family)));
  if (found.verdict !== 'clear' || !mtu || mtu.persistent === mtu.active || mtu.active >= 1500) return [];
  return [
    `${family}: an MTU of ${mtu.active} is in force until the next boot: a trial, while the routers are as they were.`,
  ];
}

/** Windows ends its sentences itself, others do not. */
const ended = (text: string): string => `${printable(text).replace(/\.$/, '')}.`;

const mtuIn = (state: State): Mtu | undefined =>
  state.status === 'present' && isPlainObject(state.value) ? (state.value as unknown as Mtu) : undefined;

const wayText = ({ family, fact, found }: Way): string =>
  `${family} to ${printable(fact.address)}: ${found.verdict}: ${ended(found.why)}`;

function eventsText(evidence: Evidence, hours: number): { readonly text: string; readonly flaps: boolean } {
  const events = evidence.fact('events', 'lost');
  if (!events.known)
    return { text: `Events 26 of Outlook were not read: ${ended(events.why)}`, flaps: false };
  const { count } = events.value;
  const flapping = flappingIn(events.value);
  if (flapping)
    return {
      text: `Event 26 of Outlook comes every ${flapping.everySeconds} seconds (${count} in the last ${hours} hours): its connection flaps.`,
      flaps: true,
    };
  return {
    text: `Event 26 of Outlook: ${count} in the last ${hours} hours, without a rhythm.`,
    flaps: false,
  };
}

const measureOtherwise = ({ peer }: Asked): Advice => ({
  title: 'Let a capture tell',
  steps: [
    `Capture the traffic to ${peer} while it fails: on Windows 10 and Server 2019 or later pktmon start -c --pkt-size 128, then pktmon stop and pktmon etl2pcap PktMon.etl; elsewhere Wireshark.`,
    'setright capture <file> names the largest packet that crossed and the smallest that did not.',
  ],
  check: 'Its verdict, with packet numbers.',
  undo: 'Nothing was changed.',
});

const lookAlike: Advice = {
  title: 'Look at idle connections instead',
  steps: [
    'A firewall that forgets idle connections looks the same (KB2535656): on the Exchange servers KeepAliveTime of 900000 to 1800000 ms (HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters), below the timeout of the firewall.',
    'CIS benchmarks want 300000 at most, which is below every timeout too.',
  ],
  check: 'No event 26 of Outlook for an hour of work.',
  undo: 'Delete the value, or write back the one that stood there; restart Windows.',
};
