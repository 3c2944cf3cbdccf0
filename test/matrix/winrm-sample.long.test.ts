import { describe, it } from 'vitest';
import { because, pwshMissing } from '../transports/powershell.ts';
import { opensslMissing } from '../transports/winrm/certificates.ts';
import { sealedNtlm, winrmModes } from '../transports/winrm/modes.ts';
import { expectNoWrongEnd } from './play-real-matrix.ts';
import { realFaults } from './real-faults.ts';
import { overWinrm, type RealWay } from './real-ways.ts';

/** Each mode in turn, those that can be had here. */
const ways = (isReal: boolean): [RealWay, ...RealWay[]] => [
  overWinrm(sealedNtlm, isReal),
  ...winrmModes.filter((mode) => mode !== sealedNtlm && !mode.missing).map((mode) => overWinrm(mode, isReal)),
];

describe(`a sample of the fault matrix over WinRM${because(opensslMissing)}`, () => {
  it('a simulated host behind it: no case ends otherwise than old, new, or stuck with a name', async () => {
    const faults = realFaults.filter(({ kills }) => !kills);
    await expectNoWrongEnd({ ways: ways(false), faults, times: 3, parallel: 10 });
  }, 600_000);

  it.skipIf(pwshMissing)(
    `real PowerShell behind it: likewise${because(pwshMissing)}`,
    async () => {
      await expectNoWrongEnd({ ways: ways(true), faults: realFaults, times: 2, parallel: 2 });
    },
    1_500_000,
  );
});
