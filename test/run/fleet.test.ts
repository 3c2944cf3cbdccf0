import { describe, expect, it } from 'vitest';
import { eachInParallel } from '../../src/run/fleet.ts';

const tick = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a fleet', () => {
  it('is worked on by so many at a time, and answered in its own order', async () => {
    let atWork = 0;
    let most = 0;
    const results = await eachInParallel([5, 1, 4, 2, 3], 2, async (ms) => {
      atWork += 1;
      most = Math.max(most, atWork);
      await tick(ms);
      atWork -= 1;
      return ms * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  it('goes on to its end when our own bug hits one of it, and then says so', async () => {
    const ended: number[] = [];
    const work = eachInParallel([1, 2, 3], 2, async (item) => {
      if (item === 1) throw new TypeError('our bug');
      await tick(5);
      ended.push(item);
    });
    await expect(work).rejects.toThrow('our bug');
    expect(ended).toEqual([2, 3]);
  });
});
