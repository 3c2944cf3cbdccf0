import { describe, it } from 'vitest';
import { because } from '../transports/powershell.ts';
import { killOverSshd, sshdLoopMissing } from './kill-over-sshd.ts';

describe.skipIf(sshdLoopMissing)(
  `a controller killed over a real sshd, everywhere${because(sshdLoopMissing)}`,
  () => {
    it.each(Array.from({ length: 38 }, (_, index) => index + 1))(
      'at word %i: the host ends in the old or the new state, exactly',
      killOverSshd,
      180_000,
    );
  },
);
