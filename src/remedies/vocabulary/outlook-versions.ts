import { printable } from '../../model/printable.ts';
import type { Evidence } from '../../model/remedy.ts';
import type { RegistryValue } from '../../model/resource.ts';
import { machineValue } from './dword-value.ts';

/** Outlook by the number in its registry keys: 11.0 is 2003, 12.0 2007, 14.0 2010, 15.0 2013; 16.0 all later ones. */
const VERSIONS = ['11.0', '12.0', '14.0', '15.0', '16.0'];

/** Those that KB2015877 names; the later ones do not read the value. */
export const LEGACY_VERSIONS = ['11.0', '12.0', '14.0'];

/** A 32-bit Outlook on a 64-bit Windows leaves its word in the 32-bit view. */
const installRoot = (version: string, view: 32 | 64): RegistryValue =>
  machineValue(`SOFTWARE\\Microsoft\\Office\\${version}\\Outlook\\InstallRoot`, 'Path', view);

export const installRoots: readonly RegistryValue[] = VERSIONS.flatMap((version) => [
  installRoot(version, 64),
  installRoot(version, 32),
]);

/** Versions of Outlook that are installed here, or why that could not be told. */
export function installedOutlooks(evidence: Evidence): readonly string[] | { readonly unknown: string } {
  for (const root of installRoots) {
    const state = evidence.state(root);
    if (state.status === 'unreadable')
      return { unknown: `${evidence.describe(root)} could not be read: ${printable(state.why)}` };
  }
  return VERSIONS.filter((version) =>
    ([64, 32] as const).some((view) => evidence.state(installRoot(version, view)).status === 'present'),
  );
}
