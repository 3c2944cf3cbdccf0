import { describe, it } from 'vitest';
import { because } from '../transports/powershell.ts';
import { killOverSshd, sshdLoopMissing } from './kill-over-sshd.ts';

describe.skipIf(sshdLoopMissing)(`a controller killed over a real sshd${because(sshdLoopMissing)}`, () => {
  it.each([12, 17, 24, 33])(
    'at word %i: the host ends in the old or the new state, exactly',
    killOverSshd,
    180_000,
  );
});
