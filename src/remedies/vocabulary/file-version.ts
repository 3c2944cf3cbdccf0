import type { FileVersion } from '../../model/fact.ts';
import { printable } from '../../model/printable.ts';

/** Four-part versions, number by number: 6.5.7233.36 is later than 6.5.7226.0. */
export function isAtLeast(version: string, least: string): boolean {
  const [found, wanted] = [version.split('.').map(Number), least.split('.').map(Number)];
  for (const [at, number] of wanted.entries()) if (found[at] !== number) return (found[at] ?? 0) > number;
  return true;
}

/** `C:\\...\\a.dll is 6.5.7226.0`, with what else a file can be. */
export function fileText(file: FileVersion): string {
  const path = printable(file.path);
  if (file.status === 'absent') return `${path} is not there`;
  if (file.status === 'unreadable') return `${path} could not be read: ${printable(file.why)}`;
  return file.version === '' ? `${path} has no version` : `${path} is ${file.version}`;
}
