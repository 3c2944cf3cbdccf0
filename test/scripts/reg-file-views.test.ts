import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readRuntime } from '../../src/powershell/index.ts';
import { pwsh } from '../fakes/start-powershell.ts';
import { because, pwshMissing } from '../transports/powershell.ts';

const change = (view: number, key: string): string =>
  `@{ id = 'c1'; resource = @{ kind = 'registry-value'; hive = 'HKLM'; view = ${view}; key = '${key}'; name = 'v' }; before = @{ status = 'absent'; missing = 'value' } }`;

/** The keys that before.reg names, on a Windows with or without a second view. */
function keysNamed(hasSecondView: boolean): readonly string[] {
  const changes = [change(32, 'SOFTWARE\\App'), change(64, 'SOFTWARE\\App'), change(32, 'SYSTEM\\App')];
  const script = `${readRuntime().text.split('\n# ---- verbs/')[0]}
function Test-SecondRegistryView { return $${hasSecondView} }
Get-RegText @(${changes.join(', ')})`;
  const { stdout } = spawnSync(
    pwsh,
    ['-NoProfile', '-NonInteractive', '-Command', '& ([ScriptBlock]::Create([Console]::In.ReadToEnd()))'],
    { input: script, encoding: 'utf8' },
  );
  return [...stdout.matchAll(/^\[HKEY_LOCAL_MACHINE\\(.+)\]/gm)].map(([, key = '']) => key);
}

describe.skipIf(pwshMissing)(`before.reg${because(pwshMissing)}`, () => {
  it('names the 32-bit view by its place', () => {
    expect(keysNamed(true)).toEqual(['SYSTEM\\App', 'SOFTWARE\\App', 'SOFTWARE\\Wow6432Node\\App']);
  });

  it('names no such place on a Windows of 32 bits: an import would make a key there that nothing reads', () => {
    expect(keysNamed(false)).toEqual(['SYSTEM\\App', 'SOFTWARE\\App', 'SOFTWARE\\App']);
  });
});
