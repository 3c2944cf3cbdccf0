import { readScripts, type ScriptFile } from '../../src/powershell/index.ts';
import { FAKE_WINDOWS } from '../fakes/start-powershell.ts';

export const scripts: readonly ScriptFile[] = readScripts();

/** The stand-ins for `scripts/windows/`; they run on PowerShell 7 only. */
export const fakes: readonly ScriptFile[] = readScripts(FAKE_WINDOWS).filter(({ path }) =>
  path.startsWith('windows/'),
);

/** Without its whole-line comments and what follows ` # `: what PowerShell runs. */
const codeOf = ({ text }: ScriptFile): string =>
  text
    .split('\n')
    .map((line) => (line.trimStart().startsWith('#') ? '' : line))
    .join('\n');

/** `path:line: text` of every line of code that matches. */
export const linesMatching = (files: readonly ScriptFile[], pattern: RegExp): readonly string[] =>
  files.flatMap((file) =>
    codeOf(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}: ${line.trim()}`] : [])),
  );

export const definedIn = (files: readonly ScriptFile[]): readonly string[] =>
  files.flatMap((file) =>
    [...codeOf(file).matchAll(/^function ([A-Z]\w+-\w+)/gm)].map(([, name = '']) => name),
  );

/** Names of commands, ours and PowerShell's, that a text mentions. */
export const commandsIn = (file: ScriptFile): readonly string[] => [
  ...new Set([...codeOf(file).matchAll(/(?<![\w'.-])[A-Z]\w+-[A-Z]\w+/g)].map(([name]) => name)),
];
