import { describe, expect, it } from 'vitest';
import { eachInParallel } from '../../src/run/fleet.ts';
import { sshdLoopMissing } from '../run/kill-over-sshd.ts';
import { because } from '../transports/powershell.ts';
import { playOverSshd, type RealCase, realCases, undisturbed } from './play-over-sshd.ts';
import { realFaults } from './sshd-faults.ts';

const told = ({ fault, step }: RealCase, end: string) => `${fault.name} | ${step} | ${end}`;

describe.skipIf(sshdLoopMissing)(
  `the fault matrix on real PowerShell over sshd${because(sshdLoopMissing)}`,
  () => {
    it('no case ends otherwise than old, new, or stuck with a name', async () => {
      const { verbs, wanted } = await undisturbed();
      const cases = realCases(verbs, realFaults, 2);
      expect(cases.length).toBeGreaterThan(30);
      const played = await eachInParallel(cases, 2, async (each) => {
        const result = await playOverSshd(each, wanted);
        console.log(told(each, result.end));
        return { each, ...result };
      });
      expect(
        played.flatMap(({ each, end, problems }) =>
          problems.map((problem) => `${told(each, end)} | ${problem}`),
        ),
      ).toEqual([]);
    }, 1_500_000);
  },
);
