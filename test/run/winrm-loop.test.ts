import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/run/apply/apply.ts';
import { makePlan } from '../../src/run/planning/make-plan.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { sealedNtlm, winrmModes } from '../transports/winrm/modes.ts';
import { stdinIn } from '../transports/winrm/soap.ts';
import type { Accident } from '../transports/winrm/winrm-server.ts';
import { allowAll, settings } from './lab.ts';
import { labBehindWinrm, wholeLoop } from './winrm-whole-loop.ts';

describe('the whole loop over WinRM, a simulated host behind it', () => {
  for (const mode of winrmModes)
    it.skipIf(mode.missing)(`${mode.name}${because(mode.missing)}`, () => wholeLoop({ mode }), 60_000);
});

describe.skipIf(pwshMissing)(
  `the whole loop over WinRM, real PowerShell behind it${because(pwshMissing)}`,
  () => {
    it(sealedNtlm.name, () => wholeLoop({ isReal: true }), 180_000);
  },
);

describe('a line by WinRM that is lost while changes are made', () => {
  /** The request in whose Send, or `after` which in a Receive, it happens; and how the host comes out. */
  const accidents: readonly [string, 'Send' | 'Receive', Accident, string][] = [
    ['hello', 'Send', { kind: 'drop-before' }, 'unreachable'],
    ['begin', 'Send', { kind: 'drop-before' }, 'restored'],
    ['set', 'Send', { kind: 'drop-before' }, 'restored'],
    ['set', 'Send', { kind: 'drop-after' }, 'restored'],
    ['set', 'Send', { kind: 'fault', code: 4711 }, 'restored'],
    ['set', 'Receive', { kind: 'fault', code: 995 }, 'restored'],
    ['confirm', 'Send', { kind: 'drop-after' }, 'applied'],
  ];

  it.each(accidents)(
    '%s, in a %s: %j',
    async (verb, action, accident, status) => {
      let state: 'waiting' | 'armed' | 'due' | 'over' = 'waiting';
      const happens = (said: string, message: { readonly text: string }): Accident | undefined => {
        if (state === 'armed' && said === 'Send' && stdinIn(message.text).includes(`"verb":"=${verb}"`))
          state = 'due';
        if (state !== 'due' || said !== action) return undefined;
        state = 'over';
        return accident;
      };
      const { lab, server, survey } = await labBehindWinrm({
        server: { accident: (said, _, message) => happens(said, message) },
      });
      const plan = await makePlan(lab.context, await survey());
      const before = settings(await lab.state('ex01'));
      const started = server.shells.commandLines.length;
      state = 'armed';
      const { outcomes } = await applyPlan(lab.context, plan, lab.hosts, allowAll);
      const [outcome] = outcomes;
      expect([outcome?.status, state]).toEqual([status, 'over']);
      const after = settings(await lab.state('ex01'));
      if (status === 'applied') expect(after).not.toEqual(before);
      else expect(after).toEqual(before);
      expect(server.shells.commandLines.length - started).toBe(outcome?.connections);
      await expect.poll(() => server.shells.open, { timeout: 60_000 }).toBe(0);
    },
    180_000,
  );
});
