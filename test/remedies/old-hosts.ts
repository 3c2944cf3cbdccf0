import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExactHostPlan } from '../../src/plan/assemble.ts';
import { readParameters, remedy, remedyTable } from '../../src/remedies/index.ts';
import { surveyStateFile } from '../../src/run/observe/survey-state-file.ts';
import type { HostState, RegistryKey } from '../../src/transports/simulated/state/state.ts';
import { type HostCase, hostCasesOf } from './host-case.ts';
import { systems } from './systems.ts';

const isOld = ({ system }: HostCase) => Number.parseFloat(systems[system]().engine.version) < 5.1;

/** Hosts that are sick, whose PowerShell cannot be served, and whose values a .reg file mends. */
export const oldHosts = Object.keys(remedyTable).flatMap((name) =>
  hostCasesOf(name).flatMap(([file, entry]) =>
    isOld(entry) && (entry.expected.changes ?? []).length > 0 ? [{ name, file, entry }] : [],
  ),
);

/** As `advise` judges a host of this state. */
export async function survey(state: HostState, name: string, entry: HostCase): Promise<ExactHostPlan> {
  const path = join(await mkdtemp(join(tmpdir(), 'setright-old-')), 'host.json');
  await writeFile(path, JSON.stringify(state));
  const found = remedy(name);
  const parameters = readParameters(found, entry.parameters ?? {}, 'the case');
  return surveyStateFile(path, [{ remedy: found, parameters }], () => new Date());
}

/** Keys without values are left out: an import makes keys, and takes none away. */
export const valuesOf = (registry: readonly RegistryKey[]) =>
  registry
    .filter(({ values }) => values.length > 0)
    .map(({ path, values }) => ({ path, values: values.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
