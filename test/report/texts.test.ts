import { describe, expect, it } from 'vitest';
import type { HostOutcome } from '../../src/model/outcome.ts';
import type { HostPlan, Plan } from '../../src/model/plan.ts';
import { present } from '../../src/model/state.ts';
import { sealPlan } from '../../src/plan/digest.ts';
import { checkText } from '../../src/report/check-text.ts';
import { runText } from '../../src/report/outcome-text.ts';
import { planText } from '../../src/report/plan-text.ts';
import { outcome } from '../../src/run/outcomes.ts';

const look = { width: 80, paint: (_tone: unknown, text: string) => text };
const resource = {
  kind: 'registry-value',
  hive: 'HKLM',
  key: 'SOFTWARE\\Setright Test',
  name: 'Word',
  view: 64,
} as const;

const change = {
  id: 'c1',
  resource,
  before: { status: 'sealed', fingerprint: 'hmac-sha256:0123' },
  after: present({ kind: 'REG_DWORD', data: 7 }),
  reason: 'the test wants it',
  remedy: 'stated-states',
  reversible: 'partly',
  sensitive: true,
} as const;

const host: HostPlan = {
  host: 'EX01',
  machine: { name: 'EX01', domain: '', guid: 'g', installedAt: '2021-03-04T05:06:07Z' },
  hostKey: '',
  findings: [{ remedy: 'stated-states', verdict: 'noncompliant', reasons: ['it reads\u001b[2J otherwise'] }],
  changes: [change],
  effects: [],
  conflicts: [],
  advice: [{ title: 'Ask the vendor', steps: ['Write to them.'], check: 'They answer.', undo: 'Nothing.' }],
};

const plan: Plan = sealPlan({
  schema: 'setright/plan@1',
  id: 'p1',
  createdAt: '2026-01-15T08:00:00Z',
  createdBy: { person: 'ann', controller: 'ws', version: '0' },
  runtime: 'r',
  hosts: [host, { ...host, host: 'EX02', changes: [], findings: [] }],
  leftOut: [{ host: 'EX03', outcome: 'unreachable', why: 'no route' }],
});

describe('a plan as text', () => {
  const text = planText(plan, look);

  it('shows what is sensitive as a fingerprint, and what can be taken back only in part first', () => {
    expect(text).toContain('(sensitive, hmac-sha256:0123) → REG_DWORD 7 (0x7)');
    expect(text.indexOf('c1 can be taken back: partly')).toBeLessThan(text.indexOf('Changes'));
  });

  it('escapes what a host said, and names who is left out', () => {
    expect(text).toContain('it reads\\u001b[2J otherwise');
    expect(text).not.toContain('\u001b');
    expect(text).toMatch(/Left out\n {2}EX03: unreachable: no route/);
  });

  it('tells advice whole where the plan is read, and by title where it is decided on', () => {
    expect(text).toContain('check: They answer.');
    const short = planText(plan, look, 'titles');
    expect(short).toContain('Advice: Ask the vendor');
    expect(short).not.toContain('They answer');
    expect(short).toContain('EX02: nothing to do');
  });
});

describe('outcomes as text', () => {
  it('a check counts a host to which nothing applies apart from the compliant ones', () => {
    const finding = (verdict: 'compliant' | 'not-applicable') => ({ remedy: 'r', verdict, reasons: ['so'] });
    const outcomes: HostOutcome[] = [
      outcome('A', 'compliant', 's', { findings: [finding('compliant')] }),
      outcome('B', 'compliant', 's', { findings: [finding('not-applicable')] }),
    ];
    expect(checkText(outcomes, look)).toContain('2 hosts: 1 compliant, 1 not-applicable');
  });

  it('a check passes on what else was seen on a host', () => {
    const text = checkText(
      [outcome('A', 'compliant', 's', { details: ['run r1 is unfinished on this host'] })],
      look,
    );
    expect(text).toContain('A: run r1 is unfinished on this host');
  });

  it('a check says why remedies that were judged make no plan', () => {
    const findings = [{ remedy: 'r', verdict: 'noncompliant' as const, reasons: ['so'] }];
    const text = checkText([outcome('A', 'unknown', 'r and q want different states', { findings })], look);
    expect(text).toMatch(/unknown +r and q want different states/);
  });

  it('a run tells what is not in force, further details and counted connections, and how to go back', () => {
    const ended = {
      run: 'r1',
      chainHead: 'h',
      outcomes: [
        outcome('A', 'applied', '1 value set', {
          notInForce: ['the value'],
          details: ['a note'],
          connections: 2,
        }),
      ],
    };
    const text = runText({ ...ended, leftValues: true }, look);
    for (const part of [
      'set, not in force: the value',
      'a note',
      '2 connections were opened',
      'setright rollback r1',
    ])
      expect(text).toContain(part);
    expect(runText(ended, look)).not.toContain('rollback');
  });
});
