import { isPlainObject } from '../model/json.ts';
import { unmark } from '../model/line.ts';

/** The bootstrap's only own answer: this PowerShell cannot serve us. */
export interface Refusal {
  readonly refused: 'version' | 'language-mode';
  readonly found: string;
}

/** Undefined when it is not the refusal of our bootstrap. */
export function readRefusal(json: string): Refusal | undefined {
  let value: unknown;
  try {
    value = unmark(JSON.parse(json));
  } catch {
    return undefined;
  }
  if (!isPlainObject(value)) return undefined;
  const { refused, found } = value;
  if ((refused !== 'version' && refused !== 'language-mode') || typeof found !== 'string') return undefined;
  return { refused, found: found.slice(0, 100) };
}

/** What was found and the cure, one sentence each. */
export const describeRefusal = ({ refused, found }: Refusal): string =>
  refused === 'version'
    ? `its PowerShell is ${found}. Served are Windows PowerShell 5.1 (Windows Management Framework 5.1 brings it to Windows 7 SP1, Server 2008 R2 SP1, 8.1, Server 2012 and 2012 R2) and PowerShell 7. No older Windows has either: "setright advise" judges those from a state file, and "setright advise --collector" prints the script that makes it`
    : `its PowerShell runs in ${found}. Setright needs FullLanguage: an application control policy (AppLocker, App Control) or __PSLockdownPolicy holds this account back; have the policy allow it for this account`;
