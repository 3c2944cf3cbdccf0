import type { HostChange } from '../../../src/model/host-record.ts';
import type { Case } from '../case.ts';
import { has, time } from '../matchers.ts';
import { hostWith, lasting, mtu, other, tried, v4 } from '../trial-words.ts';
import { ask, came, get, leftRecord, undo } from '../vocabulary.ts';

/** Nobody is there any more: what the steps tell, what the host holds, what an undo makes of it. */
const cutOff = (
  name: string,
  of: HostChange,
  left: readonly [number, number | null],
  steps: readonly string[],
  outcome = 'restored',
): Case => ({
  name: `a trial cut off: ${name}`,
  host: {
    ...hostWith(...left),
    files: leftRecord(
      'r1',
      [of],
      steps.map((step) => ({ step, change: 'c1', ...(step === 'intended' ? {} : { now: tried }) })),
    ),
  },
  steps: [
    undo('r1', outcome === 'conflict' ? 'stuck' : 'restored', [came('c1', outcome, mtu(...left))]),
    get([v4], [outcome === 'conflict' ? mtu(...left) : of.before]),
  ],
});

export const cutTrialCases: readonly Case[] = [
  {
    name: 'a run that was cut off after a trial is not adopted, and its record tells why',
    host: {
      ...hostWith(1400, null),
      files: leftRecord(
        'r1',
        [lasting],
        [
          { step: 'intended', change: 'c1' },
          { step: 'tried', change: 'c1', now: tried },
        ],
      ),
    },
    steps: [
      ask(
        'adopt',
        { run: 'r1', notInForce: [] },
        { error: 'drifted', data: { changes: [{ change: 'c1', found: tried }] } },
      ),
      ask(
        'records',
        { runs: ['r1'] },
        { reply: has({ records: [has({ last: [{ change: 'c1', step: 'tried', at: time }] })] }) },
      ),
    ],
    writes: 'none',
  },
  cutOff('before its step was written', lasting, [1400, null], ['intended']),
  cutOff('before anything was set for good', lasting, [1400, null], ['intended', 'tried']),
  cutOff('while it was set for good', lasting, [1400, null], ['intended', 'tried', 'intended']),
  cutOff('one store on', other, [1300, 1300], ['intended', 'tried', 'intended']),
  cutOff('by a boot', other, [9000, 9000], ['intended', 'tried']),
  cutOff('by a boot that left it as it was', lasting, [1500, null], ['intended', 'tried'], 'already'),
  cutOff('by a boot, and somebody else', lasting, [1450, null], ['intended', 'tried'], 'conflict'),
  cutOff('and kept after all', lasting, [1400, null], ['intended', 'tried', 'intended', 'set'], 'conflict'),
];
