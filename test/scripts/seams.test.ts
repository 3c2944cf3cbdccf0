import { describe, expect, it } from 'vitest';
import { commandsIn, definedIn, fakes, linesMatching, scripts } from './scripts.ts';

const windows = scripts.filter(({ path }) => path.startsWith('windows/'));
const others = scripts.filter(({ path }) => !path.startsWith('windows/') && path !== 'bootstrap.ps1');

describe('Windows', () => {
  it('is touched in scripts/windows/ only: elsewhere a fake could not take its place', () => {
    expect(
      linesMatching(
        others,
        /Microsoft\.Win32|System\.ServiceProcess|System\.IO\b|System\.Security|Diagnostics\.Process\b|Get-(Service|WinEvent|Acl|CimInstance|Process)\b|sc\.exe|netsh|Get-Net\w+|Start-Sleep|\$env:|\[Environment\]|\[datetime\]|PSVersionTable|Threading\.Mutex/i,
      ),
    ).toEqual([]);
  });

  it('is replaced as a whole: the fakes have every function that the rest of the runtime calls', () => {
    const called = new Set(others.flatMap(commandsIn));
    const seam = definedIn(windows).filter((name) => called.has(name));
    expect(seam.length).toBeGreaterThan(20);
    expect(seam.filter((name) => !definedIn(fakes).includes(name))).toEqual([]);
  });

  it('has no function that only a fake has', () => {
    const known = new Set([...definedIn(scripts), ...definedIn(fakes)]);
    const own = new Set(definedIn(scripts));
    const missing = others.flatMap((file) =>
      commandsIn(file).filter((name) => known.has(name) && !own.has(name)),
    );
    expect(missing).toEqual([]);
  });
});

describe('what only reads', () => {
  const changing =
    /^(New-RegistryKey|Remove-\w+|Write-\w+|Request-\w+|Set-(ServiceStartType|PortRange|InterfaceMtu)|Save-\w+|Add-(RecordText|Step|UndoStep)|Lock-Host|Unlock-Host|Move-Service|Undo-\w+)$/;

  it('calls nothing that changes: get, facts, and the verbs of check and plan', () => {
    const readers = scripts.filter(({ path }) =>
      /^(facts\/|resources\/[^/]+\/get\.ps1|verbs\/(hello|observe|get|records)\.ps1)/.test(path),
    );
    expect(readers.length).toBeGreaterThanOrEqual(11);
    for (const file of readers) {
      expect({ [file.path]: commandsIn(file).filter((name) => changing.test(name)) }).toEqual({
        [file.path]: [],
      });
      expect(linesMatching([file], /\$(setState|effects)\[/)).toEqual([]);
    }
  });
});

describe('each entry of a table', () => {
  it.each([
    ['facts/', /^facts\/(.+)\.ps1$/, 'facts'],
    ['effects/', /^effects\/(.+)\.ps1$/, 'effects'],
    ['verbs/', /^verbs\/(.+)\.ps1$/, 'verbs'],
    ['resources/*/get.ps1', /^resources\/(.+)\/get\.ps1$/, 'getState'],
    ['resources/*/set.ps1', /^resources\/(.+)\/set\.ps1$/, 'setState'],
  ])('in %s is one file of its name', (_folder, pattern, table) => {
    const files = scripts.filter(({ path }) => pattern.test(path));
    expect(files).not.toEqual([]);
    for (const { path, text } of files) {
      const entries = [...text.matchAll(new RegExp(`^\\$${table}\\['([^']+)'\\] =`, 'gm'))].map(
        ([, name]) => name,
      );
      expect({ [path]: entries }).toEqual({ [path]: [pattern.exec(path)?.[1]] });
    }
  });
});
