import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readParameters, remedy, remedyTable } from '../../src/remedies/index.ts';
import { byHand } from '../../src/run/by-hand.ts';
import { surveyStateFile } from '../../src/run/survey-state-file.ts';
import type { HostState, RegistryKey } from '../../src/transports/simulated/state.ts';
import { importReg } from '../cli/read-reg.ts';
import { type HostCase, hostCasesOf, rebootByHand, stateOf } from './host-case.ts';
import { systems } from './systems.ts';

const isOld = ({ system }: HostCase) => Number.parseFloat(systems[system]().engine.version) < 5.1;
const cases = Object.keys(remedyTable).flatMap((name) =>
  hostCasesOf(name).flatMap(([file, entry]) =>
    isOld(entry) && (entry.expected.changes ?? []).length > 0 ? [{ name, file, entry }] : [],
  ),
);

async function survey(state: HostState, name: string, entry: HostCase) {
  const path = join(await mkdtemp(join(tmpdir(), 'setright-old-')), 'host.json');
  await writeFile(path, JSON.stringify(state));
  const found = remedy(name);
  const parameters = readParameters(found, entry.parameters ?? {}, 'the case');
  return surveyStateFile(path, [{ remedy: found, parameters }], () => new Date());
}

const withMark = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

/** Keys without values are left out: an import makes keys, and takes none away. */
const valuesOf = (registry: readonly RegistryKey[]) =>
  registry
    .filter(({ values }) => values.length > 0)
    .map(({ path, values }) => ({ path, values: values.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));

describe('a sick host whose PowerShell cannot be served', () => {
  test('is there for every remedy that is for one', () => {
    expect([...new Set(cases.map(({ name }) => name))]).toEqual(
      expect.arrayContaining([
        'exchange-mapi-sessions',
        'exchange-mapi-objects',
        'tcp-port-exhaustion',
        'tcp-timed-wait-delay',
        'misspelt-control-set',
        'gc-break-on-oom',
        'scalable-networking',
      ]),
    );
  });

  test.each(cases)(
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
