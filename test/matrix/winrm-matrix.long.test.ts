/** An apply over WinRM, and every accident at every message of it: the host ends as it was or as it was to be, and says which. */
import { describe, expect, it, vi } from 'vitest';
import type { Direction } from '../transports/winrm/cutting-proxy.ts';
import type { Accident } from '../transports/winrm/winrm-server.ts';
import { expectExactEnd, openWinrmBench } from './winrm-bench.ts';

// They wait more than they compute.
vi.setConfig({ maxConcurrency: 10 });

const actions = ['Create', 'Command', 'Send', 'Receive', 'Signal', 'Delete', 'Get'] as const;
const directions: readonly Direction[] = ['to the host', 'from the host'];

/** Accidents happen from the moment that one is armed. */
async function open() {
  const counted: Record<string, number> = {};
  let accident: ((action: string, nth: number) => Accident | undefined) | undefined;
  const bench = await openWinrmBench((action) => {
    if (!accident) return undefined;
    counted[action] = (counted[action] ?? 0) + 1;
    return accident(action, counted[action]);
  });
  const arm = (next: typeof accident) => {
    accident = next;
  };
  return { ...bench, arm, counted };
}

const accidents: readonly Accident[] = [
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 503 },
  { kind: 'fault', code: 4711 },
  { kind: 'fault', code: 2150858793, isCarriedOut: true },
  { kind: 'fault', code: 2150858843 },
  { kind: 'spoil' },
  { kind: 'hang' },
];

const upTo = (count = 0): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);

describe('every accident at every message of an apply over WinRM', async () => {
  const undisturbed = await open();
  undisturbed.arm(() => undefined);
  undisturbed.proxy.arm('to the host');
  const status = await undisturbed.apply();
  const wanted = await undisturbed.now();
  const messages = { ...undisturbed.proxy.counted };
  await undisturbed.stop();
  const cases = actions.flatMap((action) =>
    upTo(undisturbed.counted[action]).flatMap((nth) =>
      accidents.map((accident) => ({ action, nth, accident })),
    ),
  );
  const cuts = directions.flatMap((direction) =>
    upTo(messages[direction]).map((nth) => ({ direction, nth })),
  );

  it('undisturbed, it is applied', () => {
    expect([status, cases.length > 100, cuts.length > 80]).toEqual(['applied', true, true]);
  });

  it.concurrent.each(cases)(
    '$action $nth: $accident',
    async ({ action, nth, accident }) => {
      const bench = await open();
      bench.arm((said, count) => (said === action && count === nth ? accident : undefined));
      await expectExactEnd(bench, wanted);
    },
    120_000,
  );

  it.concurrent.each(cuts)(
    'the connection dies in the middle of message $nth $direction',
    async ({ direction, nth }) => {
      const bench = await openWinrmBench();
      bench.proxy.arm(direction, nth);
      await expectExactEnd(bench, wanted);
    },
    120_000,
  );
});
