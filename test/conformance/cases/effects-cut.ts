import type { Case } from '../case.ts';
import { has, last } from '../matchers.ts';
import {
  begin,
  came,
  change,
  dword,
  is,
  leftLock,
  leftRecord,
  noValue,
  status,
  undo,
  value,
} from '../vocabulary.ts';

const pop3 = change('c1', status('MSExchangePop3'), is('stopped'), is('running'));
const c1 = change('c1', value('Dword'), dword(64), dword(32));
const standing = (...of: readonly (readonly [string, string])[]) =>
  of.map(([service, status]) => ({ service, status }));
const before = standing(
  ['MSExchangeFilter', 'running'],
  ['MSExchangePop3', 'stopped'],
  ['MSExchangeTransport', 'running'],
  ['MSExchangeIS', 'running'],
);
const begun = {
  step: 'effect-intended',
  id: 'e1',
  kind: 'service.restart',
  target: { service: 'MSExchangeIS', deadlineSeconds: 60 },
  before,
};
const allBack = standing(
  ['MSExchangeFilter', 'running'],
  ['MSExchangeTransport', 'running'],
  ['MSExchangeIS', 'running'],
);
const down = (...names: readonly string[]) =>
  names.map((name) => ({ name, status: 'stopped', pid: 0, startedAt: '' }));
const set = [
  { step: 'intended', change: 'c1' },
  { step: 'set', change: 'c1', now: dword(32) },
];

/** A restart that its process did not live to end: `undo` ends it. */
const cut = (name: string, services: NonNullable<NonNullable<Case['host']>['services']>): Case => ({
  name: `a restart cut off ${name} is ended by undo, after the values`,
  host: {
    services,
    files: { ...leftLock('r1'), ...leftRecord('r1', [c1], [...set, begun]) },
  },
  steps: [undo('r1', 'restored', [came('c1', 'restored', dword(32))], allBack)],
  settings: {
    services: Object.fromEntries([
      ...allBack.map(({ service }) => [service, { status: 'running' }]),
      ['MSExchangePop3', { status: 'stopped' }],
    ]),
  },
  files: { 'lock.json': null },
});

export const cutEffectCases: readonly Case[] = [
  cut('before its first stop', []),
  cut('with a dependent stopped', down('MSExchangeFilter')),
  cut('while the service stops', [
    ...down('MSExchangeFilter', 'MSExchangeTransport'),
    { name: 'MSExchangeIS', status: 'stop-pending', until: '2026-01-15T08:00:02Z' },
  ]),
  cut('with all of it stopped', down('MSExchangeFilter', 'MSExchangeTransport', 'MSExchangeIS')),
  {
    name: 'a restart cut off starts nothing again that its run had started before, and that undo has stopped',
    host: {
      services: [{ name: 'MSExchangePop3', status: 'running', pid: 2700 }, ...down('MSExchangeFilter')],
      files: {
        ...leftLock('r1'),
        ...leftRecord(
          'r1',
          [pop3],
          [
            { step: 'intended', change: 'c1' },
            { step: 'set', change: 'c1', now: is('running') },
            { ...begun, before: before.map(({ service }) => ({ service, status: 'running' })) },
          ],
        ),
      },
    },
    steps: [undo('r1', 'restored', [came('c1', 'restored', is('running'))], allBack)],
    settings: {
      services: { MSExchangePop3: { status: 'stopped' }, MSExchangeFilter: { status: 'running' } },
    },
  },
  {
    name: 'a restart that was ended is not touched by undo',
    host: {
      services: down('MSExchangeFilter'),
      files: leftRecord('r1', [], [begun, { step: 'effect-done', id: 'e1', after: before }]),
    },
    steps: [undo('r1', 'restored', [])],
    settings: { services: { MSExchangeFilter: { status: 'stopped' } } },
    writes: 'none',
  },
  {
    name: 'a service that does not start again makes the run stuck, and is tried again by the next undo',
    host: {
      services: [{ name: 'MSExchangeFilter', status: 'stopped', pid: 0, startedAt: '', fails: 'start' }],
      files: leftRecord('r1', [], [begun]),
    },
    steps: [
      undo('r1', 'stuck', [], [{ service: 'MSExchangeFilter', status: 'stopped' }, ...allBack.slice(1)]),
      { rival: { services: [{ name: 'MSExchangeFilter', status: 'running' }] } },
      undo('r1', 'restored', [], allBack),
    ],
    files: { 'r1\\steps.ndjson': last(has({ step: 'restored' })) },
  },
  {
    name: 'undo of a run without effects names no services',
    steps: [
      begin('r1', [change('c1', value('x'), noValue, dword(1))]),
      undo('r1', 'restored', [came('c1', 'untouched', null)]),
    ],
  },
];
