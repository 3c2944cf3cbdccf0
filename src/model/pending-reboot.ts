import type { PendingRebootFact, PendingRebootSource, Reading } from './fact.ts';
import { printable } from './printable.ts';

const names: Readonly<Record<PendingRebootSource, string>> = {
  'component-servicing': 'component servicing',
  'windows-update': 'Windows Update',
  'file-renames': 'file renames',
  'update-exe': 'update.exe',
  'computer-rename': 'the name of the computer',
  'domain-join': 'the domain',
};

/** What waits for a restart of Windows and what could not be told, one line each. Nothing: no source says so, and all could be read. */
export function pendingRebootLines(reading: Reading<PendingRebootFact>): readonly string[] {
  if (!reading.known) return [`Whether a reboot is pending could not be told: ${printable(reading.why)}.`];
  return reading.value.sources.flatMap(({ source, answer, detail }) => {
    const because = detail === '' ? '' : ` (${printable(detail)})`;
    if (answer === 'pending') return [`A reboot is pending: ${names[source]}${because}.`];
    return answer === 'unreadable'
      ? [`Whether ${names[source]} waits for a reboot cannot be told${because}.`]
      : [];
  });
}
