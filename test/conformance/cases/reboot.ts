import type { Case } from '../case.ts';
import { has, text, time } from '../matchers.ts';
import {
  applied,
  ask,
  begin,
  change,
  dword,
  holds,
  keep,
  leftLock,
  otherProcess,
  stepLines,
  undo,
  value,
} from '../vocabulary.ts';

const target = { delaySeconds: 60 };
const reboot = (answer: object, of: object = target, run = 'r1') =>
  ask('effect', { run, id: 'e1', kind: 'reboot', target: of }, answer);
const due = '2026-01-15T08:01:00.000Z';
const requested = { bootedAt: '2026-01-02T03:00:00Z', due };
const kept = [begin('r1', []), keep('r1')];
const key = (path: string, values: Readonly<Record<string, string>> = {}) => ({
  path: `HKLM\\${path}`,
  values: Object.entries(values).map(([name, data]) => ({ name, kind: 'REG_SZ', data })),
});
const offline = 'SOFTWARE\\Microsoft\\ExchangeServer\\v15\\ServerComponentStates\\ServerWideOffline';
const dag = key('Cluster\\ExchangeActiveManager');
const refused = (name: string, host: NonNullable<Case['host']>): Case => ({
  name: `reboot refused, nothing done: ${name}`,
  host,
  steps: [...kept, reboot({ error: 'effect-refused' })],
  files: { 'r1\\steps.ndjson': stepLines(['kept', { notInForce: [] }]) },
  writes: 'none',
});
const scheduled = { rival: { shutdown: { at: '2026-01-15T09:00:00.000Z' } } };
const set = change('c1', value('Dword'), dword(32), holds('REG_DWORD', 64));

export const rebootCases: readonly Case[] = [
  {
    name: 'reboot: of a run that was kept, in its session; asked for twice it is the same one',
    steps: [
      begin('r1', []),
      keep('r1'),
      reboot({ reply: requested }),
      { about: 'the answer to the first was lost', ...reboot({ reply: requested }) },
    ],
    files: {
      'lock.json': null,
      'r1\\steps.ndjson': stepLines(
        ['kept', { notInForce: [] }],
        ['effect-intended', { id: 'e1', kind: 'reboot', target, before: [] }],
        ['effect-done', { id: 'e1', after: requested }],
      ),
    },
    writes: 'none',
  },
  {
    name: 'reboot: never with a run open, nor of one that was not kept',
    steps: [
      { about: 'none at all', ...reboot({ error: 'not-in-record' }) },
      begin('r1', []),
      { about: 'its own, open', ...reboot({ error: 'out-of-turn' }) },
      undo('r1', 'restored', []),
      { about: 'restored', ...reboot({ error: 'out-of-turn' }) },
    ],
  },
  {
    name: 'reboot: not while another run has the host, at work or left behind',
    steps: [
      ...kept,
      { rival: { files: leftLock('r2') } },
      {
        about: 'left behind',
        ...reboot({ error: 'locked', data: { lock: has({ run: 'r2', alive: false }) } }),
      },
      { rival: { processes: [otherProcess] } },
      { about: 'at work', ...reboot({ error: 'locked', data: { lock: has({ run: 'r2', alive: true }) } }) },
    ],
    writes: 'none',
  },
  {
    name: 'reboot: Windows says no when one is scheduled already, and nothing is called done',
    steps: [...kept, scheduled, reboot({ error: 'effect-failed', data: { before: [], after: [] } })],
    files: {
      'r1\\steps.ndjson': stepLines(
        ['kept', { notInForce: [] }],
        ['effect-intended', { id: 'e1', kind: 'reboot', target, before: [] }],
      ),
    },
  },
  {
    name: 'reboot: a run whose reboot failed can be undone, for there is nothing of it to bring back',
    steps: [
      ...applied('r1', set),
      keep('r1', ['c1']),
      scheduled,
      reboot({ error: 'effect-failed' }),
      undo('r1', 'restored', [{ change: 'c1', outcome: 'restored', found: set.after, why: '' }]),
    ],
    settings: { registry: { 'HKLM\\SOFTWARE\\Setright Test': has({ Dword: ['REG_DWORD', 32] }) } },
  },
  {
    name: 'reboot: malformed targets',
    steps: [
      ...kept,
      { about: 'no delay', ...reboot({ error: 'malformed' }, {}) },
      { about: 'a delay of days', ...reboot({ error: 'malformed' }, { delaySeconds: 86_400 }) },
      { about: 'a text', ...reboot({ error: 'malformed' }, { delaySeconds: '60' }) },
    ],
    writes: 'none',
  },
  refused('nobody could see that it happened', { bootedAt: null }),
  refused('a node of a failover cluster', { registry: [key('Cluster')] }),
  refused('a DAG member out of maintenance', { registry: [dag, key(offline, { M: '1:1:638' })] }),
  refused('a cluster that cannot be read', {
    registry: [{ ...key('Cluster\\Resources\\a', { Name: 'x' }), deny: 'read' }],
  }),
  {
    name: 'reboot: a DAG member in maintenance',
    host: { registry: [dag, key(offline, { M: '1:0:638' })] },
    steps: [...kept, reboot({ reply: { bootedAt: time, due: text } })],
  },
];
