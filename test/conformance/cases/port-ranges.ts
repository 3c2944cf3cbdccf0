import type { TcpPortRange } from '../../../src/model/resource.ts';
import { present, type State } from '../../../src/model/state.ts';
import type { Case } from '../case.ts';
import { has } from '../matchers.ts';
import {
  applied,
  ask,
  begin,
  came,
  change,
  get,
  keep,
  leftRecord,
  restored,
  set,
  undo,
  unreadable,
} from '../vocabulary.ts';

const ports = (family: TcpPortRange['family'], protocol: TcpPortRange['protocol']): TcpPortRange => ({
  kind: 'tcp-port-range',
  family,
  protocol,
});
const tcp4 = ports('IPv4', 'TCP');
const all = [tcp4, ports('IPv4', 'UDP'), ports('IPv6', 'TCP'), ports('IPv6', 'UDP')];
const range = (start: number, number: number): State => present({ start, number });
const untouched = range(49152, 16384);
const wider = change('c1', tcp4, untouched, range(10000, 55000));

/** What Windows does not take: the range stays as it was. */
const refused = (name: string, want: State): Case => ({
  name: `dynamic ports: ${name}`,
  steps: [
    begin('r1', [change('c1', tcp4, untouched, want)]),
    set('r1', change('c1', tcp4, untouched, want), { error: 'set-failed', data: { now: untouched } }),
    undo('r1', 'restored', [came('c1', 'already', untouched)]),
  ],
  writes: 'none',
});

export const portRangeCases: readonly Case[] = [
  {
    name: 'dynamic ports are read for each family and protocol; nobody set them: from 49152 on',
    host: {
      portRanges: [
        { family: 'IPv4', protocol: 'TCP', start: 1025, number: 60000 },
        { family: 'IPv6', protocol: 'UDP', start: 20000, number: 255 },
      ],
    },
    steps: [get(all, [range(1025, 60000), untouched, untouched, range(20000, 255)])],
    writes: 'none',
  },
  {
    name: 'dynamic ports, each set apart and undone',
    steps: [
      ...applied(
        'r1',
        ...all.map((each, index) => change(`c${index}`, each, untouched, range(2000 + index, 500))),
      ),
      get(all, [range(2000, 500), range(2001, 500), range(2002, 500), range(2003, 500)]),
      undo(
        'r1',
        'restored',
        restored(
          ...all
            .map((each, index) => change(`c${index}`, each, untouched, range(2000 + index, 500)))
            .toReversed(),
        ),
      ),
      get(all, [untouched, untouched, untouched, untouched]),
    ],
    writes: 'some',
  },
  {
    name: 'dynamic ports up to both ends of what Windows takes',
    steps: [
      ...applied(
        'r1',
        change('c1', tcp4, untouched, range(1025, 64511)),
        change('c2', ports('IPv6', 'TCP'), untouched, range(65281, 255)),
      ),
      keep('r1'),
      get(all, [range(1025, 64511), untouched, range(65281, 255), untouched]),
    ],
  },
  refused('a start below 1025 fails', range(1024, 1000)),
  refused('fewer than 255 fail', range(10000, 254)),
  refused('an end above 65535 fails', range(65282, 255)),
  refused('no range at all fails', { status: 'absent', missing: 'ports' }),
  refused('a start that is no whole number fails', range(10000.5, 1000)),
  refused('a start that is text fails', present({ start: '10000', number: 1000 })),
  {
    name: 'dynamic ports that cannot be read are unreadable, and nothing is set',
    host: { portRanges: [{ family: 'IPv4', protocol: 'TCP', start: 2000, number: 300, deny: 'read' }] },
    steps: [
      get(all, [unreadable, untouched, untouched, untouched]),
      begin('r1', [wider]),
      set('r1', wider, { error: 'unreadable' }),
    ],
    writes: 'none',
  },
  {
    name: 'dynamic ports that cannot be written',
    host: { portRanges: [{ family: 'IPv4', protocol: 'TCP', start: 49152, number: 16384, deny: 'write' }] },
    steps: [begin('r1', [wider]), set('r1', wider, { error: 'set-failed', data: { now: untouched } })],
    writes: 'none',
  },
  {
    name: 'dynamic ports that somebody else set meanwhile have drifted; after us they are left alone',
    steps: [
      begin('r1', [wider]),
      { rival: { portRanges: [{ family: 'IPv4', protocol: 'TCP', start: 3000, number: 400 }] } },
      set('r1', wider, { error: 'drifted', data: { found: range(3000, 400) } }),
      undo('r1', 'restored', [has({ change: 'c1', outcome: 'untouched' })]),
      begin('r2', [change('c1', tcp4, range(3000, 400), range(10000, 55000))]),
      set('r2', change('c1', tcp4, range(3000, 400), range(10000, 55000))),
      { rival: { portRanges: [{ family: 'IPv4', protocol: 'TCP', start: 10000, number: 400 }] } },
      undo('r2', 'stuck', [came('c1', 'conflict', range(10000, 400))]),
      get([tcp4], [range(10000, 400)]),
    ],
  },
  {
    name: 'dynamic ports, cut off after the set: ours; there is nothing in between',
    host: {
      portRanges: [{ family: 'IPv4', protocol: 'TCP', start: 10000, number: 55000 }],
      files: leftRecord('r1', [wider], [{ step: 'intended', change: 'c1' }]),
    },
    steps: [undo('r1', 'restored', restored(wider)), get([tcp4], [untouched])],
  },
  {
    name: 'dynamic ports of a family or protocol that does not exist are malformed',
    steps: [
      { family: 'ipv4', protocol: 'TCP' },
      { family: 'IPv4', protocol: 'SCTP' },
      { family: 'IPv4' },
      { protocol: 'TCP' },
    ].map((wrong) =>
      ask('get', { resources: [{ kind: 'tcp-port-range', ...wrong }] }, { error: 'malformed' }),
    ),
    writes: 'none',
  },
];
