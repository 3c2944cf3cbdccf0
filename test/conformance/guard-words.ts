import type { Step } from './case.ts';
import { has, time } from './matchers.ts';
import { ask, change, dword, is, leftLock, leftRecord, status, value } from './vocabulary.ts';

/** What the cases of the guard say again and again. */
export const c1 = change('c1', value('Dword'), dword(32), dword(64));
export const stop = change('c1', status('Spooler'), is('running'), is('stopped'));
export const guard = (run: string, answer: object = { reply: { seconds: 120 } }) =>
  ask('guard', { run, seconds: 120 }, answer);
export const yielded = ask('yield', { run: 'r1' }, { reply: { record: 'open' } });
export const confirm = (answer: object = { reply: { record: 'kept', guard: 'removed' } }) =>
  ask('confirm', { run: 'r1', notInForce: [] }, answer);
export const shown = (run: string, state: string, standing: boolean, record: string = 'open') => ({
  run,
  kind: 'guard',
  seconds: 120,
  due: null,
  at: time,
  state,
  standing,
  record,
});
export const guards = (runs: readonly string[], ...all: readonly object[]) =>
  ask('guards', { runs }, { reply: { guards: all } });
export const fresh: Step = { fresh: true };
export const later = (clock: string): Step => ({ rival: { clock } });
export const armed = [['guard-intended', { seconds: 120 }], ['guard-rehearsed'], ['guard-armed']] as const;
export const made = [
  ...armed,
  ['intended', { change: 'c1' }],
  ['set', { change: 'c1', now: dword(64) }],
] as const;
export const undone = [
  ['undo-intended', { change: 'c1' }],
  ['undone', { change: 'c1', outcome: 'restored' }],
  ['restored', { notInForce: [] }],
] as const;
export const steps = 'r1\\steps.ndjson';
export const was = { 'HKLM\\SOFTWARE\\Setright Test': has({ Dword: ['REG_DWORD', 32] }) };
export const is64 = { 'HKLM\\SOFTWARE\\Setright Test': has({ Dword: ['REG_DWORD', 64] }) };
/** As the guarded run of a process that is gone left it, at eight in the morning. */
export const left = {
  ...leftRecord(
    'r1',
    [c1],
    [
      { step: 'guard-intended', seconds: 120 },
      { step: 'guard-rehearsed' },
      { step: 'guard-armed' },
      { step: 'intended', change: 'c1' },
      { step: 'set', change: 'c1', now: dword(64) },
    ],
    '2026-01-15T07:59:00Z',
  ),
  ...leftLock('r1'),
};
