/** Which direction swallows: said when the probes of both ends tell it, and "either" when they do not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeasuredPath } from '../../src/model/measured-path.ts';
import { directionOf } from '../../src/model/path-direction.ts';
import type { PathVerdict } from '../../src/model/path-verdict.ts';

function path(
  from: string,
  to: string,
  verdict: PathVerdict,
  crosses: number | null,
  interfaceMtu = 1500,
): MeasuredPath {
  const fact = {
    peer: to,
    address: to,
    source: from,
    interface: 2,
    family: 'IPv4' as const,
    interfaceMtu,
    smalls: { sent: 1, answered: 1, other: '' },
    rungs: [],
    finished: true,
  };
  const fails = crosses === null || verdict === 'clear' ? null : crosses + 1;
  return { from, to, family: 'IPv4', fact, judgement: { verdict, crosses, fails, why: '' }, why: '' };
}

const hole = (from: string, to: string) => path(from, to, 'black-hole', 1492);
const unmeasured: MeasuredPath = { ...hole('EX01', 'PC17'), fact: null, judgement: null, why: 'gone' };

describe('which direction swallows', () => {
  it.each([
    ['the other end is told', hole('PC17', 'EX01'), path('EX01', 'PC17', 'told', 1492), 'from-first'],
    ['this end is told', path('PC17', 'EX01', 'told', 1492), hole('EX01', 'PC17'), 'from-second'],
    [
      'the other end sends nothing so large',
      hole('PC17', 'EX01'),
      path('EX01', 'PC17', 'clear', 1492, 1492),
      'from-first',
    ],
    ['both probes vanish', hole('PC17', 'EX01'), hole('EX01', 'PC17'), 'either'],
    ['the other end was not asked', hole('PC17', 'EX01'), undefined, 'either'],
    ['the other end could not be asked', hole('PC17', 'EX01'), unmeasured, 'either'],
    [
      'pings of the other end are filtered',
      hole('PC17', 'EX01'),
      path('EX01', 'PC17', 'filtered', null),
      'either',
    ],
  ])('%s', (_, there, back, swallowed) => {
    const found = directionOf(there, back);
    expect(found?.swallowed).toBe(swallowed);
    // Whoever cannot tell says what can.
    expect(found?.why.includes('setright capture')).toBe(swallowed === 'either');
  });

  it('names the side with the smaller interface, when the two differ', () => {
    const there = hole('PC17', 'EX01');
    expect(directionOf(there, path('EX01', 'PC17', 'clear', 1492, 1492))?.smallerSide).toBe('EX01');
    expect(directionOf(there, hole('EX01', 'PC17'))?.smallerSide).toBe('');
    expect(directionOf(there, undefined)?.smallerSide).toBe('');
  });

  it('is no question where no packet vanishes', () => {
    expect(
      directionOf(path('PC17', 'EX01', 'told', 1492), path('EX01', 'PC17', 'clear', 1500)),
    ).toBeUndefined();
  });

  it('is the same, seen from either end', () => {
    const verdict = fc.constantFrom<PathVerdict>('black-hole', 'told', 'clear', 'filtered', 'loss');
    const mirror = { 'from-first': 'from-second', 'from-second': 'from-first', either: 'either' } as const;
    fc.assert(
      fc.property(verdict, verdict, fc.constantFrom(1492, 1500), (one, other, mtu) => {
        const [there, back] = [path('A', 'B', one, 1492), path('B', 'A', other, 1492, mtu)];
        const [seen, reverse] = [directionOf(there, back), directionOf(back, there)];
        expect(reverse?.swallowed).toBe(seen && mirror[seen.swallowed]);
        expect(reverse?.smallerSide).toBe(seen?.smallerSide);
      }),
    );
  });
});
