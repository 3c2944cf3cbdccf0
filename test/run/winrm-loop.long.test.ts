import { describe, it } from 'vitest';
import { because, pwshMissing } from '../transports/powershell.ts';
import { sealedNtlm, winrmModes } from '../transports/winrm/modes.ts';
import { wholeLoop } from './winrm-whole-loop.ts';

describe('the whole loop over WinRM, real PowerShell behind it', () => {
  for (const mode of winrmModes.filter((each) => each !== sealedNtlm)) {
    const missing = mode.missing ?? pwshMissing;
    it.skipIf(missing)(`${mode.name}${because(missing)}`, () => wholeLoop({ mode, isReal: true }));
  }
});
