import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { carryingScript } from '../../src/powershell/carrying-script.ts';
import { bootstrapArguments, readExportFrame, readRuntime } from '../../src/powershell/index.ts';
import { bridgeScript } from '../../src/transports/bridge/bridge-script.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { commandsOf, functionsOf, mistakesIn, nodesOf, parse } from './grammar.ts';
import { scripts } from './scripts.ts';

/**
 * Every command of PowerShell's that we call, with the parameters we give it. A line here says: both Windows PowerShell 5.1 and
 * PowerShell 7 have it, and it means the same in both (looked up in the reference of each).
 */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  'ConvertFrom-Json': [],
  'Find-NetRoute': ['RemoteIPAddress', 'ErrorAction'],
  'ForEach-Object': [],
  'Get-Acl': ['LiteralPath'],
  'Get-CimInstance': ['ClassName', 'Filter', 'Property', 'OperationTimeoutSec'],
  'Get-Command': ['Name', 'ErrorAction'],
  'Get-NetAdapter': ['ErrorAction'],
  'Get-NetIPInterface': ['PolicyStore', 'ErrorAction'],
  'Get-NetTCPConnection': ['ErrorAction'],
  'Get-Process': ['Id', 'ErrorAction', 'IncludeUserName'],
  'Get-Service': ['ErrorAction'],
  'Get-Variable': ['Name', 'ErrorAction'],
  'New-Object': [],
  'Register-EngineEvent': ['SourceIdentifier', 'Forward'],
  'Select-Object': ['First'],
  'Set-StrictMode': ['Version'],
  'Sort-Object': ['Property', 'Descending'],
  'Start-Sleep': ['Seconds', 'Milliseconds'],
  'Where-Object': [],
};

/** Of a plan whose values are what a value could be at its worst. */
const exportOf = (host: string, reason: string): string =>
  carryingScript({
    about: [
      `${host} 
 exit 99`,
      '# requires',
    ],
    runtime: readRuntime(),
    frame: readExportFrame(),
    plan: { host, reason },
  });
const exported = exportOf("'@\n$(exit 99)\n@'", '\u2019\u201d`"\u0000\ud800');
const bootstrap = Buffer.from(bootstrapArguments(readRuntime()).at(-1) ?? '', 'base64').toString('utf16le');
/** Put together, and so in no file of `scripts/`. */
const assembled: readonly (readonly [string, string])[] = [
  ['the bootstrap as it is sent', bootstrap],
  ['the runtime as it is sent', readRuntime().text],
  ['an exported script', exported],
  ['the bridge', bridgeScript()],
  ['what the bridge runs on the host', /@'\n(.*?)\n'@/s.exec(bridgeScript())?.[1] ?? ''],
];
const texts = [...scripts.map(({ path, text }) => [path, text] as const), ...assembled];
const roots = new Map(texts.map(([name, text]) => [name, parse(text)]));
const each = [...roots];

describe('what is sent, and what is exported', () => {
  it('parses', () => {
    for (const [name, root] of each) expect({ [name]: mistakesIn(root) }).toEqual({ [name]: [] });
  });

  it('is the same code whatever the plan says: values are one here-string', () => {
    const code = (text: string) =>
      nodesOf(parse(text))
        .map((node) => (node.children.length > 0 ? node.type : node.text))
        .filter((text_) => !/^(#|@')/.test(text_));
    expect(code(exported)).toEqual(code(exportOf('EX01', 'tame')));
  });

  it('is ASCII, without tabs', () => {
    expect(texts.filter(([, text]) => /[^\n\x20-\x7e]/.test(text)).map(([name]) => name)).toEqual([]);
  });

  it('has no syntax that only one of the two PowerShells knows', () => {
    const theirs = new Set([
      'pipeline_chain_tail',
      'class_statement',
      'enum_statement',
      'parallel_statement',
      'sequence_statement',
      'inlinescript_statement',
      'data_statement',
      'trap_statement',
    ]);
    for (const [name, root] of each)
      expect({
        [name]: nodesOf(root)
          .filter(({ type }) => theirs.has(type))
          .map(({ text }) => text.slice(0, 60)),
      }).toEqual({ [name]: [] });
  });

  it('calls only commands, and gives them only parameters, that both have', () => {
    const own = new Set(each.flatMap(([, root]) => [...functionsOf(root).keys()]));
    const wrong = each.flatMap(([file, root]) =>
      commandsOf(root).flatMap(({ name, parameters, line }) => {
        if (name === '' || own.has(name))
          return parameters.map((given) => `${file}:${line}: ${name} -${given}`);
        const known = COMMANDS[name];
        if (!known) return [`${file}:${line}: ${name}`];
        return parameters
          .filter((given) => !known.includes(given))
          .map((given) => `${file}:${line}: ${name} -${given}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('names in this table nothing that is not called any more', () => {
    const called = new Set(each.flatMap(([, root]) => commandsOf(root).map(({ name }) => name)));
    expect(Object.keys(COMMANDS).filter((name) => !called.has(name))).toEqual([]);
  });

  it('reads no private members, loads no code and fetches nothing', () => {
    const words =
      /System\.Reflection|InvokeMember|\.GetField\(|\.GetProperty\(|Activator|Assembly|LoadFrom|LoadFile|Import-Module|WebClient|HttpClient|WebRequest|Invoke-RestMethod|Net\.Sockets|Download|BitsTransfer/i;
    expect(
      texts.flatMap(([name, text]) => (words.test(text) ? [`${name}: ${words.exec(text)?.[0]}`] : [])),
    ).toEqual([]);
  });

  it('would notice: a chain, a parameter of one side, a mistake', () => {
    expect(nodesOf(parse('Get-Acl && Get-Acl')).some(({ type }) => type === 'pipeline_chain_tail')).toBe(
      true,
    );
    expect(commandsOf(parse('Get-Process -IncludeUserName:$true | Sort-Object -Top 3'))).toMatchObject([
      { name: 'Get-Process', parameters: ['IncludeUserName'] },
      { name: 'Sort-Object', parameters: ['Top'] },
    ]);
    for (const text of ['$a = $b ? 1 : 2', '$a ?? 1', '$a?.b', 'if ('])
      expect(mistakesIn(parse(text))).not.toEqual([]);
  });
});

/** Not only by its own words: whatever a reading script calls, and what that calls in turn. */
describe('what only reads', () => {
  const calls = new Map(each.flatMap(([, root]) => [...functionsOf(root)]));
  const changing =
    /^(New-RegistryKey|Remove-(Registry|Empty|Record|Host|Guard)\w*|Write-\w+|Request-\w+|Set-(?!StrictMode)\w+|Save-\w+|Add-(RecordText|Step|UndoStep)|Lock-Host|Unlock-Host|Move-\w+|Undo-\w+|Register-\w+|Stop-\w+|Restore-\w+)$/;

  const reached = (names: readonly string[]): ReadonlySet<string> => {
    const seen = new Set(names);
    for (const name of seen) for (const next of calls.get(name) ?? []) seen.add(next);
    return seen;
  };

  it('reaches nothing that changes: get, between, facts, the verbs of check and plan, what an exported script shows', () => {
    const readers = each.filter(([path]) =>
      /^(facts\/|resources\/[^/]+\/(get|between|data)\.ps1|verbs\/(hello|observe|get|records|guards)\.ps1|export\/(show|standing)\.ps1)/.test(
        path,
      ),
    );
    expect(readers.length).toBeGreaterThanOrEqual(15);
    for (const [path, root] of readers) {
      const names = [...reached(commandsOf(root).map(({ name }) => name))];
      expect({ [path]: names.filter((name) => changing.test(name)) }).toEqual({ [path]: [] });
    }
  });

  it('would notice a set behind two calls', () => {
    expect([...reached(['Undo-Change'])].some((name) => /^(Save|Add)-/.test(name))).toBe(true);
  });
});

describe.skipIf(pwshMissing)(`PowerShell's own parser${because(pwshMissing)}`, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'setright-parse-'));
    return () => rmSync(folder, { recursive: true });
  });

  it('finds no mistake in what is sent as a whole, nor in an exported script', () => {
    for (const [index, [, text]] of assembled.entries()) writeFileSync(join(folder, `${index}.ps1`), text);
    const code = `foreach ($file in Get-ChildItem -LiteralPath $args[0]) {
      $errors = $null; $tokens = $null
      [void][System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$errors)
      '{0} {1} tokens, {2} mistakes' -f $file.Name, ($tokens.Count -gt 20), $errors.Count
    }`;
    const run = spawnSync('pwsh', ['-NoProfile', '-NonInteractive', '-CommandWithArgs', code, folder], {
      encoding: 'utf8',
    });
    expect(run.stdout.trim().split('\n')).toEqual(
      assembled.map((_text, index) => `${index}.ps1 True tokens, 0 mistakes`),
    );
  }, 60_000);
});
