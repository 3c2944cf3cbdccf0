import { describe, expect, it } from 'vitest';
import { because, pwshMissing } from '../transports/powershell.ts';
import { cases } from './cases/index.ts';
import { judgeCase } from './judge-case.ts';
import { playOnPwsh } from './pwsh-player.ts';
import { sampled } from './sampled.ts';
import { playable } from './transcripts.ts';

/** `npm run test:long` and `npm run transcripts` run all of them; here some of every kind show that the transcript is no fairy tale. */
describe.skipIf(pwshMissing)(`real PowerShell, Windows faked${because(pwshMissing)}`, () => {
  it.each(sampled(playable(cases)))(
    '$name',
    async (each) => {
      expect(judgeCase(each, await playOnPwsh(each))).toEqual([]);
    },
    180_000,
  );
});
