import type { Case } from '../case.ts';
import { has } from '../matchers.ts';
import {
  ask,
  begin,
  bye,
  change,
  dword,
  get,
  hello,
  keep,
  leftLock,
  leftRecord,
  set,
  speaker,
  value,
} from '../vocabulary.ts';

const c1 = change('c1', value('Dword'), dword(32), dword(64));
const open = (run: string) => has({ run, state: 'open' });
const half = '{"schema":"=setright/host-lock@1","run":"=ol';
const many = 'x\u20ac'.repeat(50_000);

/** Files that something has spoilt, lists that are too long, lines that are odd but right. */
export const spoiltCases: readonly Case[] = [
  {
    name: 'a record that cannot be read is listed as open, and not undone',
    host: { files: { 'old\\record.json': '{"schema":"=setri', ...leftRecord('fine', [c1], []) } },
    steps: [
      hello(has({ runs: [open('fine'), open('old')] })),
      ask('undo', { run: 'old' }, { error: 'record-failed' }),
      begin('OLD', [c1], { error: 'record-failed' }),
      hello(has({ lock: null })),
    ],
    files: { 'old\\steps.ndjson': null },
    writes: 'none',
  },
  {
    name: 'steps that cannot be read, but for a last line cut off, are not undone on',
    host: {
      files: {
        ...leftRecord('old', [c1], []),
        'old\\steps.ndjson':
          '{"n":1,"at":"=2026\n{"n":2,"at":"=2026-01-14T08:00:00Z","step":"=kept","notInForce":[]}\n',
      },
    },
    steps: [ask('undo', { run: 'old' }, { error: 'record-failed' }), hello(has({ runs: [open('old')] }))],
    writes: 'none',
  },
  {
    name: 'a lock that cannot be read is still a lock, of nobody',
    host: { files: { 'lock.json': half } },
    steps: [
      hello(has({ lock: has({ run: '', alive: false }) })),
      begin('r1', [c1], { error: 'locked' }),
      begin('r1', [c1], {}, { breaks: '' }),
      set('r1', c1),
      keep('r1'),
    ],
    files: { 'lock.json': null },
  },
  {
    name: 'a run is found whatever the case of its name, as its folder is',
    host: { files: { ...leftRecord('Old', [c1], []), ...leftLock('OLD') } },
    steps: [
      begin('oLD', [c1], { error: 'record-failed' }),
      ask('undo', { run: 'old' }, { reply: has({ state: 'restored' }) }),
      hello(has({ lock: null, runs: [has({ state: 'restored' })] }), ['olD']),
    ],
    files: { 'lock.json': null },
  },
  {
    name: 'no more than 50 runs are listed beside those that are asked about',
    host: {
      files: Object.assign(
        {},
        ...Array.from({ length: 60 }, (_none, index) =>
          leftRecord(`run${index}`, [c1], [], `2026-01-14T08:${String(index).padStart(2, '0')}:00Z`),
        ),
      ),
    },
    steps: [
      hello(has({ runs: Array.from({ length: 50 }, (_none, index) => open(`run${59 - index}`)) })),
      hello(
        has({
          runs: [...Array.from({ length: 50 }, (_none, index) => open(`run${59 - index}`)), open('run3')],
        }),
        ['run3'],
      ),
    ],
  },
  {
    name: 'a reply of more than 8 MB is too large, and the session goes on',
    host: {
      registry: [{ path: 'HKLM\\SOFTWARE\\Long', values: [{ name: 'x', kind: 'REG_SZ', data: many }] }],
    },
    steps: [
      ask(
        'get',
        { resources: Array.from({ length: 30 }, () => value('x', 'SOFTWARE\\Long')) },
        { error: 'too-large' },
      ),
      get([value('Dword')], [dword(32)]),
    ],
  },
  {
    name: 'a line with white space, members that nobody knows, or bytes that are not ASCII',
    steps: [
      {
        about: 'UTF-8',
        line: '{"n":1,"verb":"=get","resources":[],"x":"=\u00e9"}',
        n: 0,
        error: 'malformed',
      },
      { about: 'DEL', line: '{"n":1,"verb":"=get","resources":[],"x":"=\u007f"}', n: 0, error: 'malformed' },
      {
        about: 'white space',
        line: '  { "verb" : "=get" , "n" : 7 , "resources" : [ ] }\t',
        n: 7,
        reply: { states: [] },
      },
      {
        about: 'members of another day',
        line: '{"n":8,"verb":"=get","resources":[],"later":{"x":[1,null,true]}}',
        n: 8,
        reply: { states: [] },
      },
    ],
  },
  {
    name: 'what a body needs is looked at before anything is done',
    steps: [
      begin('r1', [c1], { error: 'malformed' }, { leaseSeconds: 0 }),
      begin('r1', [c1], { error: 'malformed' }, { leaseSeconds: 'long' }),
      begin('r1', [c1], { error: 'malformed' }, { changes: [{ ...c1, before: { status: 'present' } }] }),
      begin('r1', [c1], { error: 'malformed' }, { changes: [{ ...c1, after: { status: 'gone' } }] }),
      begin('r1', [c1], { error: 'malformed' }, { speaker: { ...speaker, person: null } }),
      ask('undo', { run: '..\\r1' }, { error: 'malformed' }),
      ask('observe', { questions: [{ fact: 'os' }] }, { error: 'malformed' }),
      hello(has({ lock: null, runs: [] })),
      bye(),
    ],
    writes: 'none',
  },
];
