import type { Rung } from '../../../src/model/path-mtu.ts';
import type { NetworkInterface, PathEntry } from '../../../src/transports/simulated/state/state.ts';
import type { Case } from '../case.ts';
import { has } from '../matchers.ts';
import { known, notKnown, observe } from '../vocabulary.ts';

const uplink = (active: number): NetworkInterface => ({
  index: 12,
  alias: 'Ethernet',
  description: '',
  kind: 'physical',
  ipv4: { active, persistent: null },
  ipv6: { active: 1500, persistent: null },
});
const path: PathEntry = {
  peer: 'ex01.corp.example',
  address: '10.0.30.5',
  family: 'IPv4',
  source: '10.0.20.107',
  interface: 12,
  mtu: 1492,
};

type Said = Partial<Omit<Rung, 'size'>>;
const crosses = (size: number): Rung => rung(size, { answered: true });
const fails = (size: number, said: Said): Rung => rung(size, said);
const rung = (size: number, said: Said): Rung => ({
  size,
  sent: 1,
  answered: false,
  tooBig: false,
  from: '',
  other: '',
  ...said,
});
const own = (size: number): Rung => fails(size, { tooBig: true });
/** From 1500 down to between 1492 and 1493, in the order of the search. */
const halved = (said: Said): readonly Rung[] => [
  fails(1500, said),
  ...[576, 1038, 1269, 1384, 1442, 1471, 1485].map(crosses),
  crosses(1492),
  fails(1496, said),
  fails(1494, said),
  fails(1493, said),
];

const told = (
  name: string,
  way: Partial<PathEntry>,
  expected: Readonly<Record<string, unknown>>,
  mtu = 1500,
): Case => ({
  name: `path MTU: ${name}`,
  host: { interfaces: [uplink(mtu)], paths: [{ ...path, ...way }] },
  steps: [
    observe(
      'path-mtu',
      { peer: 'EX01.corp.example', family: way.family ?? 'IPv4' },
      known(has({ peer: 'EX01.corp.example', interface: 12, finished: true, ...expected })),
    ),
  ],
  writes: 'none',
});

const smalls = (sent: number, answered = sent, other = '') => ({ sent, answered, other });

export const pathCases: readonly Case[] = [
  told(
    'as wide as our own interface',
    { mtu: 9000 },
    { smalls: smalls(1), rungs: [own(1501), crosses(1500)] },
  ),
  told(
    'a router says too big, and which',
    { router: '10.0.20.1' },
    { smalls: smalls(1), rungs: [own(1501), ...halved({ tooBig: true, from: '10.0.20.1' })] },
  ),
  told(
    'a black hole: silence between small ones that are answered',
    {},
    { smalls: smalls(13), rungs: [own(1501), ...halved({ sent: 3 })] },
  ),
  told(
    'our own interface is narrower than the path',
    {},
    { interfaceMtu: 1400, rungs: [own(1401), crosses(1400)] },
    1400,
  ),
  told('no ping is answered', { mute: true }, { smalls: smalls(4, 0), rungs: [] }),
  told(
    'lost packets are tried again, the more often the more small ones are lost',
    { mtu: 1000, loseEvery: 3 },
    {
      smalls: smalls(26, 18),
      rungs: [
        own(1501),
        fails(1500, { sent: 5 }),
        rung(576, { answered: true, sent: 2 }),
        fails(1038, { sent: 5 }),
        ...[807, 922].map(crosses),
        rung(980, { answered: true, sent: 2 }),
        fails(1009, { sent: 5 }),
        crosses(994),
        fails(1001, { sent: 5 }),
        ...[997, 999, 1000].map((size) => rung(size, { answered: true, sent: 2 })),
      ],
    },
  ),
  told(
    'something else comes back',
    { fails: 'DestinationHostUnreachable' },
    { smalls: smalls(4, 0, 'DestinationHostUnreachable'), rungs: [] },
  ),
  told(
    "somebody does not keep Don't Fragment",
    { ignoresDontFragment: true },
    { smalls: smalls(1), rungs: [crosses(1501)] },
  ),
  told(
    'IPv6 ends with the first "too big"',
    { family: 'IPv6', address: 'fd00::5', source: 'fd00::1', router: 'fd00::ff' },
    { family: 'IPv6', rungs: [fails(1500, { tooBig: true, from: 'fd00::ff' })] },
  ),
  told(
    'IPv6 looks from 1280 on',
    { family: 'IPv6', address: 'fd00::5', source: 'fd00::1', mtu: 1281 },
    {
      rungs: [
        fails(1500, { sent: 3 }),
        crosses(1280),
        ...[1390, 1335, 1307, 1293, 1286, 1283].map((size) => fails(size, { sent: 3 })),
        crosses(1281),
        fails(1282, { sent: 3 }),
      ],
    },
  ),
  {
    name: 'path MTU: a peer by its address',
    host: { interfaces: [uplink(1500)], paths: [{ ...path, mtu: 9000 }] },
    steps: [
      observe(
        'path-mtu',
        { peer: '10.0.30.5', family: 'IPv4' },
        known(has({ peer: '10.0.30.5', address: '10.0.30.5', rungs: [own(1501), crosses(1500)] })),
      ),
      observe('path-mtu', { peer: '10.0.30.50', family: 'IPv4' }, notKnown),
    ],
  },
  {
    name: 'path MTU: a peer that nobody knows, a family it has not, a question without one',
    host: { interfaces: [uplink(1500)], paths: [path, { ...path, peer: 'lost', interface: 99 }] },
    steps: [
      observe('path-mtu', { peer: 'nobody', family: 'IPv4' }, notKnown),
      observe('path-mtu', { peer: 'ex01.corp.example', family: 'IPv6' }, notKnown),
      observe('path-mtu', { peer: 'lost', family: 'IPv4' }, notKnown),
      observe('path-mtu', { peer: '', family: 'IPv4' }, notKnown),
      observe('path-mtu', { peer: 'ex01.corp.example', family: 'Constructor' }, notKnown),
      observe('path-mtu', {}, notKnown),
    ],
  },
];
