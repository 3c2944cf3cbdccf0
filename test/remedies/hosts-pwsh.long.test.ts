import { describe, test } from 'vitest';
import { fakeRuntime, startFakeWindows } from '../fakes/start-powershell.ts';
import { Lab } from '../run/lab.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { expectPlayed } from './expect-played.ts';
import { playHostCase } from './host-case.ts';
import { powershellCases } from './powershell-cases.ts';

/** A controller whose simulated hosts are played by a real PowerShell, our scripts as they are. */
async function powershellLab(): Promise<Lab> {
  const lab = await Lab.open();
  const runtime = fakeRuntime();
  lab.context = {
    ...lab.context,
    runtime,
    limits: { ...lab.context.limits, silenceSeconds: 120 },
    transports: {
      ...lab.context.transports,
      simulated: {
        start: async ({ name }) => startFakeWindows(lab.path(name), runtime),
      },
    },
  };
  return lab;
}

/** The same cases as on the simulated host. Hosts of Windows that no PowerShell 5.1 can have are judged from files, and left out. */
describe.skipIf(pwshMissing)(`every remedy on PowerShell, Windows faked${because(pwshMissing)}`, () => {
  test.each(powershellCases)('$name, $file', async ({ name, entry }) => {
    expectPlayed(await playHostCase(name, entry, await powershellLab()), entry.expected);
  });
});
