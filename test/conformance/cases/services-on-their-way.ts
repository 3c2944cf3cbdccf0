import type { Case } from '../case.ts';
import { applied, begin, came, change, is, leftLock, leftRecord, set, status, undo } from '../vocabulary.ts';

const stop = (service: string) => change('c1', status(service), is('running'), is('stopped'));
const start = (service: string) => change('c1', status(service), is('stopped'), is('running'));

/** Given up after its time, and at rest soon after: an undo waits for that. */
const late = (
  what: string,
  service: NonNullable<NonNullable<Case['host']>['services']>[number],
  changed: ReturnType<typeof stop>,
  left: string,
): Case => ({
  name: `${what} that ends after its time is undone once it has ended`,
  host: { services: [service] },
  steps: [
    begin('r1', [changed]),
    set('r1', changed, { error: 'set-failed', data: { now: is(left) } }),
    { ...undo('r1', 'restored', [came('c1', 'restored', is(left))]), progress: 9 },
  ],
  settings: { services: { [service.name]: { status: service.status ?? '' } } },
});

/** What a set leaves of a service that takes its time, and what an undo makes of it. */
export const lateServiceCases: readonly Case[] = [
  late('a stop', { name: 'Late', status: 'running', stopSeconds: 130 }, stop('Late'), 'stop-pending'),
  late('a start', { name: 'Late', status: 'stopped', startSeconds: 130 }, start('Late'), 'start-pending'),
  {
    name: 'a stop that nobody lived to see the end of is ours, and undone when it has ended',
    host: {
      services: [{ name: 'Slow', status: 'stop-pending', until: '2026-01-15T08:00:05Z' }],
      files: { ...leftLock('r1'), ...leftRecord('r1', [stop('Slow')], [{ step: 'intended', change: 'c1' }]) },
    },
    steps: [undo('r1', 'restored', [came('c1', 'restored', is('stop-pending'))])],
    settings: { services: { Slow: { status: 'running' } } },
  },
  {
    name: 'a stop that hangs has failed to be undone, with the reason: it is no conflict with anybody',
    host: { services: [{ name: 'Stuck', status: 'running', hangs: 'stop' }] },
    steps: [
      begin('r1', [stop('Stuck')]),
      set('r1', stop('Stuck'), { error: 'set-failed', data: { now: is('stop-pending') } }),
      undo('r1', 'stuck', [came('c1', 'failed', is('stop-pending'))]),
    ],
  },
  {
    name: 'a service on its way that no open change of ours touches is a conflict',
    host: { services: [{ name: 'Slow', status: 'running', stopSeconds: 9 }] },
    steps: [
      ...applied('r1', stop('Slow')),
      { rival: { services: [{ name: 'Slow', status: 'start-pending' }] } },
      undo('r1', 'stuck', [came('c1', 'conflict', is('start-pending'))]),
    ],
  },
];
