import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { windowsPwsh, wineRuntime } from '../fakes/start-windows.ts';

const missing =
  windowsPwsh.length === 0 ? ' (SKIPPED: SETRIGHT_WINDOWS_PWSH names no Windows build of PowerShell)' : '';
const KEY = `SOFTWARE\\Setright Odd ${process.pid}`;

/** Data that is not as long as, or not what, its kind says, as `reg import` writes it. */
const odd: Readonly<Record<string, string>> = {
  dword2: 'hex(4):01,02',
  dword5: 'hex(4):01,02,03,04,05',
  dword0: 'hex(4):',
  qword1: 'hex(b):01',
  qword9: 'hex(b):01,02,03,04,05,06,07,08,09',
  emptyLine: 'hex(7):61,00,00,00,00,00,62,00,00,00,00,00',
  onlyEmptyLine: 'hex(7):00,00,00,00',
  bigEndian: 'hex(5):00,00,00,01',
  link: 'hex(6):41,00',
  resourceList: 'hex(8):01',
};

const PREPARE = `
$file = [System.IO.Path]::GetTempFileName() + '.reg'
[System.IO.File]::WriteAllText($file, $reg, [System.Text.Encoding]::Unicode)
reg.exe import $file *> $null
foreach ($name in $names) { ConvertTo-LineJson @{ name = $name; state = (Get-State @{ kind = 'registry-value'; hive = 'HKLM'; key = $key; name = $name; view = 64 }) } }
reg.exe delete ('HKLM\\' + $key) /f *> $null
[System.IO.File]::Delete($file)
`;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

describe.skipIf(missing !== '')(`odd values of a real registry${missing}`, () => {
  const states = new Map<string, string>();

  beforeAll(() => {
    const reg = [
      'Windows Registry Editor Version 5.00',
      '',
      `[HKEY_LOCAL_MACHINE\\${KEY}]`,
      ...Object.entries(odd).map(([name, data]) => `"${name}"=${data}`),
      '',
    ].join('\r\n');
    const text = wineRuntime().text.split('\n# ---- verbs/')[0];
    const lines = reg.split('\r\n').map(literal).join(',');
    const script = `${text}\n$key = ${literal(KEY)}\n$names = @(${Object.keys(odd).map(literal).join(',')})\n$reg = (@(${lines}) -join "\`r\`n")\n${PREPARE}`;
    const [program = '', ...words] = windowsPwsh;
    // Read whole and run as one block, as the bootstrap does it.
    const start = '& ([ScriptBlock]::Create([Console]::In.ReadToEnd()))';
    const done = spawnSync(program, [...words, '-NoProfile', '-NonInteractive', '-Command', start], {
      input: script,
      encoding: 'utf8',
    });
    for (const [, name, state] of done.stdout.matchAll(/\{"name":"=(\w+)","state":(.*)\}/g))
      states.set(name ?? '', state ?? '');
    expect({ error: done.stderr, read: states.size }).toEqual({ error: '', read: Object.keys(odd).length });
  }, 60_000);

  it.each(Object.keys(odd))('%s is unreadable, with the reason', (name) => {
    expect(states.get(name)).toMatch(/"status":"=unreadable","why":"=.+"/);
  });
});
