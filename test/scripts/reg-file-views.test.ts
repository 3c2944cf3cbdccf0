import { describe, expect, it } from 'vitest';
import { because, pwshMissing } from '../transports/powershell.ts';
import { playFunctions } from './play-functions.ts';

const change = (view: number, key: string): string =>
  `@{ id = 'c1'; resource = @{ kind = 'registry-value'; hive = 'HKLM'; view = ${view}; key = '${key}'; name = 'v' }; before = @{ status = 'absent'; missing = 'value' } }`;

/** The keys that before.reg names, on a Windows with or without a second view. */
function keysNamed(hasSecondView: boolean): readonly string[] {
  const changes = [change(32, 'SOFTWARE\\App'), change(64, 'SOFTWARE\\App'), change(32, 'SYSTEM\\App')];
  const said = playFunctions(
    `function Test-SecondRegistryView { return $${hasSecondView} }\nGet-RegText @(${changes.join(', ')})`,
  );
  return said.flatMap((line) => /^\[HKEY_LOCAL_MACHINE\\(.+)\]$/.exec(line)?.slice(1) ?? []);
}

describe.skipIf(pwshMissing)(`before.reg${because(pwshMissing)}`, () => {
  it('names the 32-bit view by its place', () => {
    expect(keysNamed(true)).toEqual(['SYSTEM\\App', 'SOFTWARE\\App', 'SOFTWARE\\Wow6432Node\\App']);
  });

  it('names no such place on a Windows of 32 bits: an import would make a key there that nothing reads', () => {
    expect(keysNamed(false)).toEqual(['SYSTEM\\App', 'SOFTWARE\\App', 'SOFTWARE\\App']);
  });
});
