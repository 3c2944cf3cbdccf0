import { describe, it } from 'vitest';
import { sshdLoopMissing } from '../run/kill-over-sshd.ts';
import { because } from '../transports/powershell.ts';
import { expectNoWrongEnd } from './play-real-matrix.ts';
import { realFaults } from './real-faults.ts';
import { overSshd } from './real-ways.ts';

describe.skipIf(sshdLoopMissing)(
  `the fault matrix on real PowerShell over sshd${because(sshdLoopMissing)}`,
  () => {
    it('no case ends otherwise than old, new, or stuck with a name', async () => {
      await expectNoWrongEnd({ ways: [overSshd], faults: realFaults, times: 2, parallel: 2 });
    }, 1_500_000);
  },
);
