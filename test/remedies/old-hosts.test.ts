import { describe, expect, test } from 'vitest';
import { byHand } from '../../src/run/export/by-hand.ts';
import { importReg } from '../cli/read-reg.ts';
import { rebootByHand, stateOf } from './host-case.ts';
import { oldHosts, survey, valuesOf } from './old-hosts.ts';

const withMark = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('a sick host whose PowerShell cannot be served', () => {
  test('is there for every remedy that is for one', () => {
    expect([...new Set(oldHosts.map(({ name }) => name))]).toEqual(
      expect.arrayContaining([
        'exchange-mapi-sessions',
        'exchange-mapi-objects',
        'outlook-pst-cache',
        'outlook-shared-folders',
        'wininet-connections',
        'tcp-port-exhaustion',
        'tcp-timed-wait-delay',
        'misspelt-control-set',
        'gc-break-on-oom',
        'scalable-networking',
      ]),
    );
  });

  test.each(oldHosts)(
    '$name, $file: the first file cures it, the second restores every value',
    async ({ name, entry }) => {
      const state = stateOf(entry);
      const plan = await survey(state, name, entry);
      const { reg, undoReg, checks, more } = byHand(plan);
      expect(checks).toHaveLength(plan.changes.length);
      expect(more).toHaveLength(plan.effects.length + (plan.undoAfterSeconds === undefined ? 0 : 1));
      const cured = { ...state, registry: [...importReg(state.registry, withMark(reg))] };
      for (const service of cured.services) service.startedAt = '2026-01-15T07:59:00Z';
      rebootByHand(cured);
      const again = await survey(cured, name, entry);
      expect(again.findings[0]?.verdict, again.findings[0]?.reasons.join('\n')).toBe(
        entry.expected.afterwards ?? 'compliant',
      );
      expect(again.changes).toEqual([]);
      expect(valuesOf(importReg(cured.registry, withMark(undoReg)))).toEqual(valuesOf(state.registry));
    },
  );
});
