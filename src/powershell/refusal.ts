import { isPlainObject } from '../model/json.ts';
import { unmark } from '../model/line.ts';
import { printable } from '../model/printable.ts';

/** The bootstrap's only own answer: this PowerShell cannot serve us. */
export interface Refusal {
  /** `script`: something there (AMSI) does not let our script run; `found` is then the name of PowerShell's error. */
  readonly refused: 'version' | 'language-mode' | 'script';
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
  if (refused !== 'version' && refused !== 'language-mode' && refused !== 'script') return undefined;
  if (typeof found !== 'string') return undefined;
  return { refused, found: printable(found.slice(0, 100)) };
}

/** What was found and the cure, one sentence each. */
export function describeRefusal({ refused, found }: Refusal): string {
  if (refused === 'version')
    return `its PowerShell is ${found}. Served are Windows PowerShell 5.1 (Windows Management Framework 5.1 brings it to Windows 7 SP1, Server 2008 R2 SP1, 8.1, Server 2012 and 2012 R2) and PowerShell 7. No older Windows has either: "setright advise" judges those from a state file, and "setright advise --collector" prints the script that makes it`;
  if (refused === 'language-mode')
    return `its PowerShell runs in ${found}. Setright needs FullLanguage: an application control policy (AppLocker, App Control) or __PSLockdownPolicy holds this account back; have the policy allow it for this account`;
  const who =
    blockers[found] ?? `its PowerShell could not read our script (${found}): something changes it on the way`;
  return `${who}. Nothing of it ran. The script is the same for every host: docs/script-hashes.json has the SHA-256 of each of its files, for whoever may allow it`;
}

/** Names of PowerShell's errors (its source, CompiledScriptBlock.PerformSecurityChecks); the words beside them are translated. */
const blockers: Readonly<Record<string, string>> = {
  ScriptContainedMaliciousContent:
    'its antivirus program took our script for a malicious one and blocked it (AMSI, ScriptContainedMaliciousContent)',
  ScriptHasAdminBlockedContent:
    'an administrator has its antivirus program block scripts such as ours (AMSI, ScriptHasAdminBlockedContent)',
};
