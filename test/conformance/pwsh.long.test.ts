import { describe, expect, it } from 'vitest';
import { because, pwshMissing } from '../transports/powershell.ts';
import { cases } from './cases/index.ts';
import { judgeCase } from './judge-case.ts';
import { playOnPwsh } from './pwsh-player.ts';
import { playable } from './transcripts.ts';

describe.skipIf(pwshMissing)(`real PowerShell, Windows faked: every case${because(pwshMissing)}`, () => {
  it.each(playable(cases))('$name', async (each) => {
    expect(judgeCase(each, await playOnPwsh(each))).toEqual([]);
  });
});
