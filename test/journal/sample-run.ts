import type { JournalEntry, RunHeader } from '../../src/model/journal.ts';
import { PLAN_SCHEMA } from '../../src/model/plan.ts';
import { present } from '../../src/model/state.ts';

const machine = { name: 'EX01', domain: 'corp.example', guid: 'g', installedAt: '2021-03-04T05:06:07Z' };

export const emptyPlan = (run: string): RunHeader => ({
  run,
  verb: 'apply',
  startedAt: '2026-01-15T08:00:00.000Z',
  person: 'ann',
  controller: 'admin-ws',
  version: '0.1.0',
  plan: {
    schema: PLAN_SCHEMA,
    id: 'p',
    createdAt: '2026-01-15T08:00:00.000Z',
    createdBy: { person: 'ann', controller: 'admin-ws', version: '0.1.0' },
    runtime: 'r',
    hosts: [],
    leftOut: [],
    digest: 'd',
  },
});

/** One host, one value, kept: every record of an undisturbed run, in order. */
export const keptRun = (run: string): readonly JournalEntry[] => {
  const resource = { kind: 'registry-value', hive: 'HKLM', key: 'SYSTEM\\K', name: 'n', view: 64 } as const;
  const before = { status: 'absent', missing: 'value' } as const;
  const after = present({ kind: 'REG_DWORD', data: 64 });
  const change = {
    id: 'c1',
    resource,
    before,
    after,
    reason: 'r',
    remedy: 'm',
    reversible: 'yes',
    sensitive: false,
  } as const;
  return [
    { event: 'run-begun', schema: 'setright/journal@1', run: emptyPlan(run) },
    { event: 'host-begun', host: 'EX01', machine, changes: [change], backup: '/b' },
    { event: 'record-written', host: 'EX01', record: 'C:\\ProgramData\\Setright\\x' },
    { event: 'set-intended', host: 'EX01', change: 'c1' },
    { event: 'set-done', host: 'EX01', change: 'c1', found: before, now: after },
    { event: 'verified', host: 'EX01' },
    { event: 'kept', host: 'EX01', notInForce: [] },
    { event: 'run-ended', exitCode: 0 },
  ];
};
