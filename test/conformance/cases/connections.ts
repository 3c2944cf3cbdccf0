import type { ConnectionEntry } from '../../../src/transports/simulated/state/state.ts';
import type { Case } from '../case.ts';
import { has } from '../matchers.ts';
import { known, notKnown, observe } from '../vocabulary.ts';

const entry = (state: string, pid: number | null, port: number, count = 1): ConnectionEntry => ({
  state,
  pid,
  port,
  count,
});

export const connectionCases: readonly Case[] = [
  {
    name: 'connections: by state and owner, the most numerous first, each local port once',
    host: {
      processes: [{ pid: 4242, name: 'leaky', startedAt: '2026-01-14T07:00:00Z' }],
      connections: [
        entry('Listen', 4, 445),
        entry('CloseWait', 4242, 50000, 300),
        entry('TimeWait', 0, 49152, 200),
        entry('Listen', 4, 445),
        entry('Established', 4242, 50100, 300),
      ],
    },
    steps: [
      observe(
        'connections',
        {},
        known({
          count: 802,
          capped: false,
          owners: true,
          groups: [
            { state: 'CloseWait', pid: 4242, process: 'leaky', count: 300, ports: 300 },
            { state: 'Established', pid: 4242, process: 'leaky', count: 300, ports: 300 },
            { state: 'TimeWait', pid: 0, process: '', count: 200, ports: 200 },
            { state: 'Listen', pid: 4, process: '', count: 2, ports: 1 },
          ],
          groupsLeft: 0,
        }),
      ),
    ],
    writes: 'none',
  },
  {
    name: 'connections: whose they are is not told by an old Windows',
    host: { connections: [entry('TimeWait', null, 49152, 3), entry('Established', null, 50000)] },
    steps: [
      observe(
        'connections',
        {},
        known(
          has({
            count: 4,
            owners: false,
            groups: [
              { state: 'TimeWait', pid: 0, process: '', count: 3, ports: 3 },
              { state: 'Established', pid: 0, process: '', count: 1, ports: 1 },
            ],
          }),
        ),
      ),
    ],
  },
  {
    name: 'connections: no more groups are shown than anybody reads, and it is said so',
    host: { connections: Array.from({ length: 503 }, (_each, at) => entry('Established', 1000 + at, 50000)) },
    steps: [observe('connections', {}, known(has({ count: 503, groupsLeft: 3 })))],
  },
  {
    name: 'connections: none, and those that cannot be told',
    host: { connectionsUnreadable: 'Access is denied' },
    steps: [observe('connections', {}, notKnown)],
  },
  {
    name: 'connections: none',
    steps: [
      observe('connections', {}, known({ count: 0, capped: false, owners: true, groups: [], groupsLeft: 0 })),
    ],
  },
];
