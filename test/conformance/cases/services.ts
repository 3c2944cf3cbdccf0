import type { Case } from '../case.ts';
import { has } from '../matchers.ts';
import {
  applied,
  begin,
  change,
  get,
  hello,
  is,
  keep,
  noService,
  notKnown,
  observe,
  restored,
  set,
  startType,
  status,
  undo,
  unreadable,
} from '../vocabulary.ts';

const states = [
  'running',
  'stopped',
  'paused',
  'start-pending',
  'stop-pending',
  'continue-pending',
  'pause-pending',
];
const startTypes = ['auto', 'delayed', 'manual', 'disabled', 'boot', 'system'];
const settable = startTypes.slice(0, 4);
const moves = settable.flatMap((from) =>
  settable
    .filter((to) => to !== from)
    .map((to) => {
      const name = `From ${from} to ${to}`;
      return { name, from, to, made: change(name, startType(name), is(from), is(to)) };
    }),
);
const drivers = [
  change('c1', startType('Disk'), is('boot'), is('manual')),
  change('c2', startType('Tape'), is('system'), is('disabled')),
];
const stop = (service: string) => change('c1', status(service), is('running'), is('stopped'));
const start = (service: string) => change('c1', status(service), is('stopped'), is('running'));
/** A set that Windows refuses: what it leaves. */
const refused = (
  name: string,
  changed: ReturnType<typeof stop>,
  left: string,
  host?: Case['host'],
): Case => ({
  name,
  ...(host ? { host } : {}),
  steps: [begin('r1', [changed]), set('r1', changed, { error: 'set-failed', data: { now: is(left) } })],
});

export const serviceCases: readonly Case[] = [
  {
    name: 'every status is read, whatever the case of the name',
    host: { services: states.map((each) => ({ name: `Is ${each}`, status: each })) },
    steps: [
      get(
        states.map((each) => status(`Is ${each}`)),
        states.map(is),
      ),
      get(
        states.map((each) => status(`IS ${each.toUpperCase()}`)),
        states.map(is),
      ),
    ],
    writes: 'none',
  },
  {
    name: 'every start type is read',
    host: { services: startTypes.map((each) => ({ name: `Starts ${each}`, startType: each })) },
    steps: [
      get(
        startTypes.map((each) => startType(`Starts ${each}`)),
        startTypes.map(is),
      ),
    ],
    writes: 'none',
  },
  {
    name: 'a service that does not exist, whatever is asked of it',
    steps: [
      get([status('Nobody'), startType('Nobody'), status('Spool*')], [noService, noService, noService]),
    ],
    writes: 'none',
  },
  {
    name: 'a service that this account may not ask about is there, unreadable and never changed',
    host: { services: [{ name: 'Hidden', status: 'running', startType: 'manual', deny: 'read' }] },
    steps: [
      get([status('hidden'), startType('Hidden')], [unreadable, is('manual')]),
      observe('service', { service: 'Hidden' }, notKnown),
      begin('r1', [stop('Hidden')]),
      set('r1', stop('Hidden'), { error: 'unreadable' }),
    ],
    settings: { services: { Hidden: { status: 'running' } } },
    writes: 'none',
  },
  {
    name: 'stop a service, and undo',
    steps: [
      ...applied('r1', stop('Spooler')),
      get([status('Spooler')], [is('stopped')]),
      undo('r1', 'restored', restored(stop('Spooler'))),
    ],
    settings: { services: { Spooler: { status: 'running', startType: 'auto' } } },
    writes: 'some',
  },
  {
    name: 'start a service, keep it, and it has not changed how it starts',
    steps: [...applied('r1', start('MSExchangePop3')), keep('r1')],
    settings: { services: { MSExchangePop3: { status: 'running', startType: 'manual' } } },
  },
  {
    name: 'a start brings along what the service depends on',
    host: {
      services: [
        { name: 'Below', startType: 'manual' },
        { name: 'Middle', startType: 'manual', dependsOn: ['Below'] },
        { name: 'Top', dependsOn: ['Middle', 'RpcSs'] },
      ],
    },
    steps: [...applied('r1', start('Top')), keep('r1')],
    settings: {
      services: { Top: { status: 'running' }, Middle: { status: 'running' }, Below: { status: 'running' } },
    },
  },
  {
    name: 'a stop that takes its time is waited for',
    host: { services: [{ name: 'Slow', status: 'running', stopSeconds: 30 }] },
    steps: [begin('r1', [stop('Slow')]), { ...set('r1', stop('Slow')), progress: 29 }, keep('r1')],
    settings: { services: { Slow: { status: 'stopped' } } },
  },
  {
    name: 'a start that takes its time is waited for',
    host: { services: [{ name: 'Slow', status: 'stopped', startSeconds: 20 }] },
    steps: [begin('r1', [start('Slow')]), { ...set('r1', start('Slow')), progress: 19 }, keep('r1')],
    settings: { services: { Slow: { status: 'running' } } },
  },
  refused('a service with running dependents is not stopped', stop('MSExchangeIS'), 'running'),
  refused('a disabled service is not started', start('Off'), 'stopped'),
  refused('a start that fails', start('Bad'), 'stopped', { services: [{ name: 'Bad', fails: 'start' }] }),
  refused('a start on a disabled dependency fails', start('Top'), 'stopped', {
    services: [{ name: 'Top', dependsOn: ['Off'] }],
  }),
  refused('a stop that hangs is given up after its time, never killed', stop('Stuck'), 'stop-pending', {
    services: [{ name: 'Stuck', status: 'running', hangs: 'stop' }],
  }),
  refused('a start that hangs is given up after its time', start('Stuck'), 'start-pending', {
    services: [{ name: 'Stuck', status: 'stopped', hangs: 'start' }],
  }),
  refused(
    'a status can be set to running or stopped only',
    change('c1', status('Spooler'), is('running'), is('paused')),
    'running',
  ),
  {
    name: 'a paused service is stopped, and cannot be put back to paused',
    host: { services: [{ name: 'Half', status: 'paused' }] },
    steps: [
      ...applied('r1', change('c1', status('Half'), is('paused'), is('stopped'))),
      undo('r1', 'stuck', [has({ change: 'c1', outcome: 'failed', found: is('stopped') })]),
    ],
    settings: { services: { Half: { status: 'stopped' } } },
  },
  {
    name: 'a pending service has drifted',
    host: { services: [{ name: 'Half', status: 'stop-pending' }] },
    steps: [
      begin('r1', [stop('Half')]),
      set('r1', stop('Half'), { error: 'drifted', data: { found: is('stop-pending') } }),
    ],
    writes: 'none',
  },
  {
    name: 'start types, each from each and back; the status stays',
    host: { services: moves.map(({ name, from }) => ({ name, status: 'running', startType: from })) },
    steps: [
      ...applied('r1', ...moves.map(({ made }) => made)),
      get(
        moves.flatMap(({ name }) => [startType(name), status(name)]),
        moves.flatMap(({ to }) => [is(to), is('running')]),
      ),
      undo('r1', 'restored', restored(...moves.map(({ made }) => made).toReversed())),
      get(
        moves.map(({ name }) => startType(name)),
        moves.map(({ from }) => is(from)),
      ),
    ],
    writes: 'some',
  },
  {
    name: 'a driver that was disabled goes back to boot or system',
    host: {
      services: [
        { name: 'Disk', startType: 'boot' },
        { name: 'Tape', startType: 'system' },
      ],
    },
    steps: [...applied('r1', ...drivers), undo('r1', 'restored', restored(...drivers.toReversed()))],
    settings: { services: { Disk: { startType: 'boot' }, Tape: { startType: 'system' } } },
  },
  {
    name: 'status and start type are two states, set and undone apart',
    steps: [
      ...applied(
        'r1',
        change('c1', startType('Spooler'), is('auto'), is('disabled')),
        change('c2', status('Spooler'), is('running'), is('stopped')),
      ),
      get([startType('Spooler'), status('Spooler')], [is('disabled'), is('stopped')]),
      undo('r1', 'stuck', [
        has({ change: 'c2', outcome: 'failed', found: is('stopped') }),
        has({ change: 'c1', outcome: 'restored' }),
      ]),
      undo('r1', 'restored', [
        has({ change: 'c2', outcome: 'restored' }),
        has({ change: 'c1', outcome: 'already' }),
      ]),
      hello(has({ lock: null })),
    ],
    settings: { services: { Spooler: { status: 'running', startType: 'auto' } } },
  },
  {
    name: 'a service that does not exist cannot be set',
    steps: [
      begin('r1', [change('c1', startType('Nobody'), noService, is('auto'))]),
      set('r1', change('c1', startType('Nobody'), noService, is('auto')), {
        error: 'set-failed',
        data: { now: noService },
      }),
    ],
    writes: 'none',
  },
];
