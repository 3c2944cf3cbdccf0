import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Ladder,
  newLadder,
  type ProbeAnswer,
  SMALL_PROBE,
  searchPath,
} from '../../src/model/path-mtu.ts';
import { judgePath } from '../../src/model/path-verdict.ts';

interface Network {
  /** The narrowest place there, and on the way back, where the answer is as large as the probe. */
  readonly there: number;
  readonly back: number;
  /** Nobody says "too big" there; on the way back nobody ever tells us. */
  readonly silent: boolean;
  /** Of `every` packets the one at `offset` is lost; 0: none is. */
  readonly every: number;
  readonly offset: number;
  readonly mute: boolean;
}

function explore(
  interfaceMtu: number,
  network: Network,
  family: 'IPv4' | 'IPv6' = 'IPv4',
): Ladder & { probes: number } {
  const ladder = newLadder(family, interfaceMtu);
  let probes = 0;
  const answer = (size: number): ProbeAnswer => {
    probes += 1;
    if (size > interfaceMtu) return { kind: 'too-big', from: '' };
    const isLost = network.every > 0 && probes % network.every === network.offset % network.every;
    if (network.mute || isLost) return { kind: 'silent' };
    if (size > network.there)
      return network.silent ? { kind: 'silent' } : { kind: 'too-big', from: '10.0.0.1' };
    return { kind: size > network.back ? 'silent' : 'answered' };
  };
  const search = searchPath(ladder);
  for (let step = search.next(); !step.done; step = search.next(answer(step.value)));
  return { ...ladder, probes };
}

const size = fc.integer({ min: 576, max: 1500 });
const quiet = { every: 0, offset: 0, mute: false };
const lossy = { every: fc.integer({ min: 5, max: 40 }), offset: fc.nat(40) };

describe('the search for the path MTU', () => {
  it('finds the exact size in a network that loses nothing, and who swallows or tells', () => {
    fc.assert(
      fc.property(size, fc.boolean(), fc.integer({ min: 576, max: 9216 }), (there, silent, own) => {
        const ladder = explore(own, { there, back: 9999, silent, ...quiet });
        const { verdict, crosses, fails } = judgePath(ladder);
        if (own <= there) expect([verdict, crosses, fails]).toEqual(['clear', own, null]);
        else expect([verdict, crosses, fails]).toEqual([silent ? 'black-hole' : 'told', there, there + 1]);
      }),
    );
  });

  it('finds a hole on the way back as well: there too the answer is what vanishes', () => {
    fc.assert(
      fc.property(size, size, (there, back) => {
        const { verdict, crosses } = judgePath(explore(1500, { there, back, silent: false, ...quiet }));
        expect(crosses).toBe(Math.min(there, back));
        const expected = back < there ? 'black-hole' : there < 1500 ? 'told' : 'clear';
        expect(verdict).toBe(expected);
      }),
    );
  });

  it('is not deceived by some loss, and never says that more crosses than does', () => {
    fc.assert(
      fc.property(size, fc.boolean(), fc.record(lossy), (there, silent, loss) => {
        const { verdict, crosses } = judgePath(
          explore(1500, { there, back: 9999, silent, mute: false, ...loss }),
        );
        expect(crosses).toBe(there);
        expect(verdict).toBe(there === 1500 ? 'clear' : silent ? 'black-hole' : 'told');
      }),
    );
  });

  it('says filtered, never black-hole, where no ping is answered', () => {
    fc.assert(
      fc.property(size, fc.boolean(), (there, silent) => {
        const ladder = explore(1500, { there, back: there, silent, ...quiet, mute: true });
        expect(judgePath(ladder)).toMatchObject({ verdict: 'filtered', crosses: null });
        expect(ladder.probes).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('ends after at most 120 probes, whatever comes back', () => {
    const anything = fc.oneof(
      fc.constantFrom<ProbeAnswer>({ kind: 'silent' }, { kind: 'answered' }),
      fc.record({ kind: fc.constant('too-big' as const), from: fc.string() }),
      fc.record({ kind: fc.constant('other' as const), text: fc.string() }),
    );
    fc.assert(
      fc.property(fc.infiniteStream(anything), fc.integer({ min: 68, max: 0xffffffff }), (answers, own) => {
        const ladder = newLadder('IPv4', own);
        const search = searchPath(ladder);
        let probes = 0;
        for (let step = search.next(); !step.done; step = search.next(answers.next().value)) {
          probes += 1;
          expect(step.value).toBeLessThanOrEqual(Math.max(SMALL_PROBE, Math.min(own + 1, 9217)));
        }
        expect(probes).toBeLessThanOrEqual(120);
        expect(judgePath(ladder).why).not.toBe('');
      }),
    );
  });
});

describe('what a ladder means', () => {
  const ladder = (more: Partial<Ladder>): Ladder => ({
    ...newLadder('IPv4', 1500),
    smalls: { sent: 9, answered: 9, other: '' },
    ...more,
  });
  const rung = { size: 1500, sent: 3, answered: false, tooBig: false, from: '', other: '' };

  it.each<[string, Partial<Ladder>, string, RegExp]>([
    [
      'a flag that nobody keeps',
      { rungs: [{ ...rung, size: 1501, answered: true }] },
      'indeterminate',
      /Don't Fragment/,
    ],
    [
      'more small ones lost than not',
      { rungs: [rung], smalls: { sent: 9, answered: 4, other: '' } },
      'loss',
      /5 of 9/,
    ],
    ['something else', { rungs: [{ ...rung, other: 'TtlExpired' }] }, 'indeterminate', /TtlExpired/],
    ['a search that was ended', { rungs: [rung], finished: false }, 'indeterminate', /too many probes/],
    [
      'a router that Windows names',
      { rungs: [{ ...rung, tooBig: true, from: '10.0.0.1' }] },
      'told',
      /^10\.0\.0\.1 /,
    ],
    ['a router that it does not', { rungs: [{ ...rung, tooBig: true }] }, 'told', /does not say which/],
  ])('%s', (_, more, verdict, why) => {
    const judged = judgePath(ladder(more));
    expect(judged.verdict).toBe(verdict);
    expect(judged.why).toMatch(why);
  });

  it('tells our own interface from a router by its size alone: Windows answers for both in its own name', () => {
    const own = { ...rung, size: 1501, tooBig: true };
    expect(judgePath(ladder({ rungs: [own, { ...rung, answered: true }] })).verdict).toBe('clear');
    expect(judgePath(ladder({ rungs: [own, { ...rung, tooBig: true }] })).verdict).toBe('told');
  });
});

describe('a prober that never fragments', () => {
  it('is believed over IPv6 after a router has spoken: the size is found to the byte', () => {
    const ladder = newLadder('IPv6', 1500);
    const search = searchPath(ladder, true);
    const answer = (size: number): ProbeAnswer =>
      size > 1492 ? { kind: 'too-big', from: size === 1500 ? 'fd00::1' : '' } : { kind: 'answered' };
    for (let step = search.next(); !step.done; step = search.next(answer(step.value)));
    const judged = judgePath(ladder);
    expect(judged).toMatchObject({ verdict: 'told', crosses: 1492, fails: 1493 });
    // The router spoke once; what our own system keeps of it afterwards names nobody.
    expect(judged.why).toContain('fd00::1');
  });
});
