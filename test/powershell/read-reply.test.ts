import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GarbledError } from '../../src/model/errors.ts';
import type { Verb } from '../../src/model/line.ts';
import { readReply } from '../../src/powershell/index.ts';

const verbs: readonly Verb[] = ['hello', 'observe', 'get', 'begin', 'set', 'effect', 'undo', 'keep', 'bye'];
const state = { status: 'present', value: { kind: 'REG_DWORD', data: 32 } } as const;

describe('readReply', () => {
  it('answers whatever a host says with a reply of the right shape or a GarbledError', () => {
    fc.assert(
      fc.property(fc.constantFrom(...verbs), fc.jsonValue({ maxDepth: 6 }), (verb, said) => {
        try {
          expect(readReply(verb, said)).toBeTypeOf('object');
        } catch (error) {
          expect(error).toBeInstanceOf(GarbledError);
        }
      }),
    );
  });

  it('drops members that it does not know', () => {
    expect(readReply('set', { found: state, now: state, extra: 1 })).toEqual({ found: state, now: state });
  });

  it('tells a state of no kind from one it knows, and names the place but not the value', () => {
    const reply = { found: { status: 'maybe', value: 'hunter2' }, now: state };
    expect(() => readReply('set', reply)).toThrow(/reply to set .*found/);
    expect(() => readReply('set', reply)).not.toThrow(/hunter2/);
  });
});
