import type { Case } from '../case.ts';
import { has } from '../matchers.ts';
import {
  applied,
  ask,
  begin,
  bye,
  change,
  dword,
  get,
  hello,
  keep,
  noValue,
  restored,
  set,
  speaker,
  status,
  undo,
  value,
} from '../vocabulary.ts';

const c1 = change('c1', value('Dword'), dword(32), dword(64));
const c2 = change('c2', value('New'), noValue, dword(1));
const alien = { kind: 'scheduled-task', path: '\\x' };
const effect = (run: string, more: object = {}) => ({
  run,
  id: 'e1',
  kind: 'service.restart',
  target: { service: 'Spooler', deadlineSeconds: 5 },
  ...more,
});

/** Which verb may be said when, and what is no verb, no kind, no change of the record. */
export const turnCases: readonly Case[] = [
  {
    name: 'set, effect and keep without a begin are out of turn',
    steps: [
      set('r1', c1, { error: 'out-of-turn' }),
      ask('effect', effect('r1'), { error: 'out-of-turn' }),
      ask('keep', { run: 'r1', notInForce: [] }, { error: 'out-of-turn' }),
    ],
    writes: 'none',
  },
  {
    name: 'set, effect and keep of another run than the open one are out of turn',
    steps: [
      begin('r1', [c1]),
      set('r2', c1, { error: 'out-of-turn' }),
      ask('effect', effect('r2'), { error: 'out-of-turn' }),
      ask('keep', { run: 'r2', notInForce: [] }, { error: 'out-of-turn' }),
      keep('r1'),
    ],
    writes: 'none',
  },
  {
    name: 'a second begin is out of turn, and the first goes on',
    steps: [begin('r1', [c1]), begin('r2', [c2], { error: 'out-of-turn' }), set('r1', c1), keep('r1')],
    files: { 'r2\\record.json': null },
  },
  {
    name: 'after keep nothing more is set',
    steps: [...applied('r1', c1), keep('r1'), set('r1', c1, { error: 'out-of-turn' }), bye()],
  },
  {
    name: 'after undo nothing more is set',
    steps: [
      ...applied('r1', c1),
      undo('r1', 'restored', restored(c1)),
      set('r1', c1, { error: 'out-of-turn' }),
      bye(),
    ],
  },
  {
    name: 'two runs in one session, one after the other',
    steps: [...applied('r1', c1), keep('r1'), ...applied('r2', c2), keep('r2'), bye()],
    files: { 'lock.json': null },
  },
  {
    name: 'a change that is not in the record is not set',
    steps: [begin('r1', [c1]), set('r1', c2, { error: 'not-in-record' }), keep('r1')],
    writes: 'none',
  },
  {
    name: 'a recorded change with another before, or another after, is not set',
    steps: [
      begin('r1', [c1]),
      set('r1', { ...c1, before: dword(31) }, { error: 'not-in-record' }),
      set('r1', { ...c1, after: dword(65) }, { error: 'not-in-record' }),
      set('r1', { ...c1, before: c1.after, after: c1.before }, { error: 'not-in-record' }),
    ],
    writes: 'none',
  },
  {
    name: 'keep with a change that is not in the record is refused, and the run stays open',
    steps: [
      begin('r1', [c1]),
      ask('keep', { run: 'r1', notInForce: ['c9'] }, { error: 'not-in-record' }),
      keep('r1', ['c1']),
    ],
  },
  {
    name: 'undo of a run without record',
    steps: [ask('undo', { run: 'nobody' }, { error: 'not-in-record' })],
  },
  {
    name: 'an unknown verb is told so, and the session goes on',
    steps: [
      ask('reboot', {}, { error: 'unknown-verb' }),
      ask('Hello', { speaker, echo: '', about: [] }, { error: 'unknown-verb' }),
      ask('constructor', {}, { error: 'unknown-verb' }),
      hello(),
    ],
    writes: 'none',
  },
  {
    name: 'an unknown verb does not undo what is open',
    steps: [begin('r1', [c1]), ask('reboot', {}, { error: 'unknown-verb' }), set('r1', c1), keep('r1')],
    writes: 'some',
  },
  {
    name: 'get of an unknown kind is refused as a whole',
    steps: [
      ask('get', { resources: [value('Dword'), alien] }, { error: 'unknown-kind' }),
      ask('get', { resources: [{ kind: '' }] }, { error: 'unknown-kind' }),
      get([value('Dword')], [dword(32)]),
    ],
  },
  {
    name: 'begin with an unknown kind writes nothing and takes no lock',
    steps: [
      ask(
        'begin',
        {
          run: 'r1',
          speaker,
          leaseSeconds: 60,
          changes: [c1, { id: 'c2', resource: alien, before: noValue, after: noValue }],
        },
        { error: 'unknown-kind' },
      ),
      hello(has({ lock: null, runs: [] })),
    ],
    files: { 'r1\\record.json': null, 'lock.json': null },
  },
  {
    name: 'an effect of an unknown kind',
    steps: [
      begin('r1', []),
      ask('effect', effect('r1', { kind: 'host.sleep' }), { error: 'unknown-kind' }),
      keep('r1'),
    ],
    writes: 'none',
  },
  {
    name: 'hello, observe and get write nothing, ever',
    steps: [
      hello(),
      get(
        [value('Dword'), value('x', 'SOFTWARE\\No\\Such'), status('Spooler'), status('Nobody')],
        [{ $: 'any' }, { $: 'any' }, { $: 'any' }, { $: 'any' }],
      ),
      ask('observe', {
        questions: ['os', 'powershell', 'cluster'].map((fact) => ({ fact, ask: {} })),
      }),
      bye(),
    ],
    files: { 'lock.json': null },
    writes: 'none',
  },
  {
    name: 'bye says that there was nothing to undo, and ends with 0',
    steps: [bye()],
    writes: 'none',
  },
];
