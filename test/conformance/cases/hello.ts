import type { Case } from '../case.ts';
import { has, pid, text, time } from '../matchers.ts';
import {
  applied,
  ask,
  change,
  dword,
  hello,
  keep,
  leftLock,
  leftRecord,
  lockOf,
  otherProcess,
  speaker,
  value,
} from '../vocabulary.ts';

const c1 = change('c1', value('Dword'), dword(32), dword(64));
const c2 = change(
  'c2',
  value('Sz'),
  { status: 'present', value: { kind: 'REG_SZ', data: 'text' } },
  dword(1),
);
const setting = { step: 'set', change: 'c1', now: dword(64) };
const runOf = (run: string, state: string, notInForce: readonly unknown[] = []) =>
  has({ run, controller: speaker.controller, person: speaker.person, at: time, state, notInForce });
const left = (id = 'c1') => ({ change: id, resource: c1.resource, since: time });

const greeting = { speaker, echo: 'hello', about: [] };

export const helloCases: readonly Case[] = [
  {
    name: 'hello in small pieces, and everything after it, says the same',
    steps: [
      ask('hello', { ...greeting, narrow: true }, { reply: has({ echo: 'hello', runs: [] }) }),
      hello(has({ echo: 'hello', machine: has({ name: 'EX01' }) })),
    ],
    writes: 'none',
  },
  {
    name: 'hello with a word about pieces that is none',
    steps: [
      ask('hello', { ...greeting, narrow: false }, { error: 'malformed' }),
      ask('hello', { ...greeting, narrow: 'yes' }, { error: 'malformed' }),
    ],
    writes: 'none',
  },
  {
    name: 'hello says who answers, and that nothing is going on',
    steps: [
      hello({
        echo: 'hello',
        engine: { version: text, edition: 'Core', languageMode: 'FullLanguage' },
        process: { pid, startedAt: time },
        identity: { name: 'CORP\\admin', elevated: true },
        clock: time,
        machine: {
          name: 'EX01',
          domain: 'corp.example',
          guid: '6f0c1d9e-0000-4000-8000-00000000e001',
          installedAt: time,
        },
        lock: null,
        runs: [],
        hives: [],
      }),
    ],
    writes: 'none',
  },
  {
    name: 'hello shows the lock and the open run of its own session',
    steps: [...applied('r1', c1), hello(has({ lock: lockOf('r1', true), runs: [runOf('r1', 'open')] }))],
  },
  {
    name: 'a lock whose process has ended is shown as not alive',
    host: { files: { ...leftLock('old'), ...leftRecord('old', [c1], []) } },
    steps: [hello(has({ lock: lockOf('old', false), runs: [runOf('old', 'open')] }))],
  },
  {
    name: 'a lock whose process lives is shown as alive',
    host: { files: { ...leftLock('old'), ...leftRecord('old', [c1], []) }, processes: [otherProcess] },
    steps: [hello(has({ lock: lockOf('old', true) }))],
  },
  {
    name: 'the same pid with another start time is another process',
    host: { files: leftLock('old'), processes: [{ ...otherProcess, startedAt: '2026-01-15T07:59:00Z' }] },
    steps: [hello(has({ lock: lockOf('old', false) }))],
  },
  {
    name: 'a run that was kept in force is not listed, unless it is asked about',
    steps: [
      ...applied('r1', c1),
      keep('r1'),
      hello(has({ runs: [], lock: null })),
      hello(has({ runs: [runOf('r1', 'kept')] }), ['r1', 'never-heard-of']),
    ],
  },
  {
    name: 'a kept value that is not in force is listed with the time it was set',
    steps: [
      ...applied('r1', c1, c2),
      keep('r1', ['c1']),
      hello(has({ runs: [runOf('r1', 'kept', [left()])] })),
    ],
  },
  {
    name: 'a later run that sets the same value supersedes what was not in force',
    host: {
      files: {
        ...leftRecord(
          'r1',
          [c1],
          [{ step: 'intended', change: 'c1' }, setting, { step: 'kept', notInForce: ['c1'] }],
        ),
        ...leftRecord(
          'r2',
          [
            change(
              'x',
              { ...c1.resource, key: 'software\\SETRIGHT test' } as typeof c1.resource,
              dword(64),
              dword(65),
            ),
          ],
          [
            { step: 'intended', change: 'x' },
            { step: 'set', change: 'x', now: dword(65) },
            { step: 'kept', notInForce: [] },
          ],
          '2026-01-14T09:00:00Z',
        ),
      },
    },
    steps: [hello(has({ runs: [] })), hello(has({ runs: [runOf('r1', 'kept', [])] }), ['r1'])],
  },
  {
    name: 'an earlier run does not supersede, nor does another value',
    host: {
      files: {
        ...leftRecord('r1', [c1], [setting, { step: 'kept', notInForce: ['c1'] }]),
        ...leftRecord('r0', [c1], [setting, { step: 'kept', notInForce: [] }], '2026-01-13T09:00:00Z'),
        ...leftRecord(
          'r2',
          [c2],
          [
            { step: 'set', change: 'c2', now: dword(1) },
            { step: 'kept', notInForce: [] },
          ],
          '2026-01-14T09:00:00Z',
        ),
      },
    },
    steps: [hello(has({ runs: [runOf('r1', 'kept', [left()])] }))],
  },
  {
    name: 'runs are listed newest first, and stuck ones only when asked about',
    host: {
      files: {
        ...leftRecord('first', [c1], []),
        ...leftRecord('third', [c1], [], '2026-01-14T10:00:00Z'),
        ...leftRecord('second', [c1], [], '2026-01-14T09:00:00Z'),
        ...leftRecord('conflict', [c1], [{ step: 'stuck' }], '2026-01-14T11:00:00Z'),
      },
    },
    steps: [
      hello(has({ runs: [runOf('third', 'open'), runOf('second', 'open'), runOf('first', 'open')] })),
      hello(
        has({
          runs: [
            runOf('conflict', 'stuck'),
            runOf('third', 'open'),
            runOf('second', 'open'),
            runOf('first', 'open'),
          ],
        }),
        ['conflict'],
      ),
    ],
    writes: 'none',
  },
];
