import { describe, it } from 'vitest';
import { because } from '../transports/powershell.ts';
import { type WinrmMode, winrmModes } from '../transports/winrm/modes.ts';
import type { Case } from './case.ts';
import { judgeCase } from './judge-case.ts';
import { type Player, playCase } from './play-case.ts';

/** The line is the same bytes over WinRM: every case comes to the same there. Another third of them in each mode. */
export function playOverWinrm(
  what: string,
  cases: readonly Case[],
  player: (mode: WinrmMode) => Player,
  missing?: string,
): void {
  for (const [turn, mode] of winrmModes.entries()) {
    const why = missing ?? mode.missing;
    const behind = player(mode);
    describe.skipIf(why).concurrent(`${what} behind WinRM, ${mode.name}${because(why)}`, () => {
      it.for(cases.filter((_, index) => index % winrmModes.length === turn))(
        '$name',
        { timeout: 120_000 },
        async (each, { expect }) => {
          expect(judgeCase(each, await playCase(each, behind))).toEqual([]);
        },
      );
    });
  }
}
