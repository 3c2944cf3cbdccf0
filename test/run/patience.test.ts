import { describe, expect, it } from 'vitest';
import { patience } from '../../src/run/connect/patience.ts';

const path = { fact: 'path-mtu', ask: { peer: 'EX01', family: 'IPv4' } };
const os = { fact: 'os', ask: {} };

describe('patience', () => {
  it('waits for each search of a path MTU: two minutes where every ping vanishes', () => {
    const usual = patience('observe', { questions: [os] });
    expect(patience('observe', { questions: [os, path] })).toBeGreaterThanOrEqual(usual + 120);
    expect(patience('observe', { questions: [path, path] })).toBeGreaterThanOrEqual(usual + 240);
  });
});
