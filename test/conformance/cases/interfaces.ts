import type { IpFamily, Resource } from '../../../src/model/resource.ts';
import { present, type State } from '../../../src/model/state.ts';
import type { NetworkInterface } from '../../../src/transports/simulated/state/state.ts';
import type { Case } from '../case.ts';
import { has, text } from '../matchers.ts';
import {
  applied,
  ask,
  begin,
  came,
  change,
  get,
  keep,
  known,
  leftRecord,
  observe,
  restored,
  set,
  undo,
  unreadable,
} from '../vocabulary.ts';

const of = (index: number, family: IpFamily): Resource => ({
  kind: 'interface-mtu',
  interface: index,
  family,
});
const v4 = of(12, 'IPv4');
const v6 = of(12, 'IPv6');
const mtu = (active: number, persistent: number | null): State => present({ active, persistent });
const noInterface: State = { status: 'absent', missing: 'interface' };
const untouched = { active: 1500, persistent: null };

const team: NetworkInterface = {
  index: 12,
  alias: 'Team 1',
  description: 'Microsoft Network Adapter Multiplexor Driver',
  kind: 'team',
  ipv4: { ...untouched },
  ipv6: { ...untouched },
};
const loopback: NetworkInterface = {
  index: 1,
  alias: 'Loopback Pseudo-Interface 1',
  description: '',
  kind: 'other',
  ipv4: { active: 4294967295, persistent: null },
};
const usual = { interfaces: [team, loopback] };
const v4Is = (active: number, persistent: number | null) => ({
  interfaces: [{ ...team, ipv4: { active, persistent } }, loopback],
});
const trial = change('c1', v4, mtu(1500, null), mtu(1400, null));
const lasting = change('c1', v4, mtu(1500, null), mtu(1400, 1400));
const partly = (found: State) => came('c1', 'failed', found);

const refused = (
  name: string,
  resource: Resource,
  before: State,
  want: State,
  host: Case['host'] = usual,
): Case => ({
  name: `an MTU: ${name}`,
  host,
  steps: [
    begin('r1', [change('c1', resource, before, want)]),
    set('r1', change('c1', resource, before, want), { error: 'set-failed', data: { now: before } }),
  ],
  writes: 'none',
});

/** Cut off in the middle of a set: everything on the way is ours. */
const onTheWay = (
  left: readonly [number, number | null],
  changed: typeof trial,
  found = mtu(...left),
): Case => ({
  name: `an MTU cut off at ${left.join(' and ')} is ours`,
  host: { ...v4Is(...left), files: leftRecord('r1', [changed], [{ step: 'intended', change: 'c1' }]) },
  steps: [undo('r1', 'restored', [came('c1', 'restored', found)]), get([v4], [changed.before])],
});

export const interfaceCases: readonly Case[] = [
  {
    name: 'interfaces, by index, with who they are',
    host: usual,
    steps: [
      observe(
        'interfaces',
        {},
        known({
          interfaces: [
            { index: 1, alias: loopback.alias, description: '', kind: 'other', families: ['IPv4'] },
            {
              index: 12,
              alias: 'Team 1',
              description: 'Microsoft Network Adapter Multiplexor Driver',
              kind: 'team',
              families: ['IPv4', 'IPv6'],
            },
          ],
        }),
      ),
    ],
  },
  { name: 'no interfaces', steps: [observe('interfaces', {}, known({ interfaces: [] }))] },
  {
    name: 'an MTU is read from both stores, for each family; no interface, no MTU',
    host: { interfaces: [{ ...team, ipv6: { active: 1400, persistent: 1280 } }, loopback] },
    steps: [
      get(
        [v4, v6, of(1, 'IPv4'), of(1, 'IPv6'), of(2, 'IPv4')],
        [mtu(1500, null), mtu(1400, 1280), mtu(4294967295, null), noInterface, noInterface],
      ),
    ],
    writes: 'none',
  },
  {
    name: 'an MTU tried in the active store only, and undone exactly; the other family stays',
    host: usual,
    steps: [
      ...applied('r1', trial),
      get([v4, v6], [mtu(1400, null), mtu(1500, null)]),
      undo('r1', 'restored', restored(trial)),
      get([v4, v6], [mtu(1500, null), mtu(1500, null)]),
    ],
    writes: 'some',
  },
  {
    name: 'an MTU for good, from one to the other in both stores, kept',
    host: v4Is(1500, 9000),
    steps: [
      ...applied(
        'r1',
        change('c1', v4, mtu(1500, 9000), mtu(1400, 1400)),
        change('c2', v6, mtu(1500, null), mtu(1280, 1300)),
      ),
      keep('r1'),
      get([v4, v6], [mtu(1400, 1400), mtu(1280, 1300)]),
    ],
  },
  {
    name: 'an MTU for good where both stores had one is undone exactly',
    host: v4Is(1500, 9000),
    steps: [
      ...applied('r1', change('c1', v4, mtu(1500, 9000), mtu(1400, 1400))),
      undo('r1', 'restored', [came('c1', 'restored', mtu(1400, 1400))]),
      get([v4], [mtu(1500, 9000)]),
    ],
  },
  {
    name: 'an MTU made persistent where none was: undone in part, the old size lasts, and it is said so',
    host: usual,
    steps: [
      ...applied('r1', lasting),
      undo('r1', 'stuck', [partly(mtu(1500, 1500))]),
      get([v4], [mtu(1500, 1500)]),
      undo('r1', 'stuck', [has({ change: 'c1', outcome: 'failed', why: text })]),
      get([v4], [mtu(1500, 1500)]),
    ],
  },
  refused('an interface that does not exist cannot be set', of(2, 'IPv4'), noInterface, mtu(1400, null)),
  refused('a family that is not bound cannot be set', of(1, 'IPv6'), noInterface, mtu(1400, null)),
  refused('IPv4 below 576 fails', v4, mtu(1500, null), mtu(575, null)),
  refused('IPv6 below 1280 fails', v6, mtu(1500, null), mtu(1279, 1279)),
  refused('no MTU at all fails', v4, mtu(1500, null), noInterface),
  refused('a text fails', v4, mtu(1500, null), present({ active: '1400', persistent: null })),
  refused('one without a persistent member fails', v4, mtu(1500, null), present({ active: 1400 })),
  refused('one that cannot be written', v4, mtu(1500, null), mtu(1400, 1400), {
    interfaces: [{ ...team, ipv4: { ...untouched, deny: 'write' } }],
  }),
  {
    name: 'an MTU of just 576, and of just 1280 for IPv6',
    host: usual,
    steps: [
      ...applied(
        'r1',
        change('c1', v4, mtu(1500, null), mtu(576, 576)),
        change('c2', v6, mtu(1500, null), mtu(1280, 1280)),
      ),
      keep('r1'),
    ],
  },
  {
    name: 'an MTU that cannot be read is unreadable, and nothing is set',
    host: { interfaces: [{ ...team, ipv4: { ...untouched, deny: 'read' } }] },
    steps: [
      get([v4, v6], [unreadable, mtu(1500, null)]),
      begin('r1', [trial]),
      set('r1', trial, { error: 'unreadable' }),
    ],
    writes: 'none',
  },
  {
    name: 'an MTU that somebody else set after us is left alone',
    host: usual,
    steps: [
      ...applied('r1', trial),
      { rival: v4Is(1300, null) },
      undo('r1', 'stuck', [came('c1', 'conflict', mtu(1300, null))]),
      get([v4], [mtu(1300, null)]),
    ],
  },
  onTheWay([1300, 1300], change('c1', v4, mtu(1500, 9000), mtu(1400, 1300))),
  onTheWay([1500, 1300], change('c1', v4, mtu(1500, 9000), mtu(1400, 1300))),
  onTheWay([9000, 9000], change('c1', v4, mtu(1500, 9000), mtu(1400, 1300))),
  {
    name: 'an MTU of an interface or family that cannot be one is malformed',
    steps: [
      { interface: 0, family: 'IPv4' },
      { interface: 1.5, family: 'IPv4' },
      { interface: 'Ethernet', family: 'IPv4' },
      { interface: 12, family: 'ipv4' },
      { interface: 12 },
    ].map((wrong) =>
      ask('get', { resources: [{ kind: 'interface-mtu', ...wrong }] }, { error: 'malformed' }),
    ),
    writes: 'none',
  },
];
