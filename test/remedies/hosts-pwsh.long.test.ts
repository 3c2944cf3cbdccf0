import { describe, test } from 'vitest';
import { powershellLab } from '../run/powershell-lab.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { expectPlayed } from './expect-played.ts';
import { playHostCase } from './host-case.ts';
import { powershellCases } from './powershell-cases.ts';

/** The same cases as on the simulated host. Hosts of Windows that no PowerShell 5.1 can have are judged from files, and left out. */
describe.skipIf(pwshMissing)(`every remedy on PowerShell, Windows faked${because(pwshMissing)}`, () => {
  test.each(powershellCases)('$name, $file', async ({ name, entry }) => {
    expectPlayed(await playHostCase(name, entry, await powershellLab(120)), entry.expected);
  });
});
