import type { Case } from '../case.ts';
import { known, notKnown, observe } from '../vocabulary.ts';

const leaky = {
  pid: 4242,
  name: 'leaky.exe',
  startedAt: '2026-01-15T07:59:00.000Z',
  privateBytes: 1000,
  growsBy: 10,
};
const sample = (at: string, ...held: readonly number[]) => ({
  at,
  processes: held.map((privateBytes) => ({ pid: 4242, startedAt: leaky.startedAt, privateBytes })),
});

export const processMemoryCases: readonly Case[] = [
  {
    name: 'process memory: looked at several times, with the waits told',
    host: { processes: [leaky] },
    steps: [
      observe(
        'process-memory',
        { name: 'LEAKY.EXE', samples: 3, seconds: 2 },
        known({
          samples: [
            sample('2026-01-15T08:00:00.000Z', 1600),
            sample('2026-01-15T08:00:02.000Z', 1620),
            sample('2026-01-15T08:00:04.000Z', 1640),
          ],
        }),
      ),
      observe(
        'process-memory',
        { name: 'nobody', samples: 1, seconds: 0 },
        known({ samples: [sample('2026-01-15T08:00:04.000Z')] }),
      ),
    ],
    writes: 'none',
  },
  {
    name: 'process memory: a question without bounds is none',
    steps: [
      observe('process-memory', { name: 'a', samples: 11, seconds: 1 }, notKnown),
      observe('process-memory', { name: 'a', samples: 2, seconds: 61 }, notKnown),
      observe('process-memory', { name: '', samples: 2, seconds: 1 }, notKnown),
      observe('process-memory', { name: 'a' }, notKnown),
    ],
  },
];
