import type { ScriptFile } from './runtime.ts';

/** The parameters first, then what is called, then what calls it. */
const ORDER = ['head', 'write-json', 'registry', 'windows', 'collect'].map((name) => `collect/${name}.ps1`);

export interface Questions {
  readonly lines: readonly string[];
  /** How far back event logs are read. */
  readonly hours: number;
  /** The same for a person on a system without any PowerShell: a comment at the end. */
  readonly commands: readonly string[];
}

/** One script that asks a host what it is asked here. Pure; ASCII. Throws on a line that could end its here-string. */
export function collectorText(scripts: readonly ScriptFile[], { lines, hours, commands }: Questions): string {
  const odd = lines.find((line) => /[^ -~]|['`$]/.test(line));
  if (odd !== undefined) throw new Error(`no line for the collector: ${JSON.stringify(odd)}`);
  const files = ORDER.flatMap((path) => scripts.filter((script) => script.path === path));
  const [head, ...rest] = files.map(({ path, text }) => `# ---- ${path}\n${text.trimEnd()}\n`);
  const last = rest.pop();
  return [
    head,
    ...rest,
    `# ---- what is asked\n$hours = ${Math.trunc(hours)}\n$questions = @'\n${lines.join('\n')}\n'@\n`,
    last,
    `# ---- Without any PowerShell (Windows XP as it was sold): these commands show the registry's part of it.\n${commands.map((line) => `# ${line}\n`).join('')}`,
  ].join('\n');
}
