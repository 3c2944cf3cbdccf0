import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpnegoError, spnegoAnswer, spnegoInit } from '../../../src/transports/winrm/kerberos/spnego.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** That MIT's SPNEGO reads it too is shown by every line of kerberos.test.ts. */
describe('SPNEGO around a token of Kerberos', () => {
  it('offers Kerberos alone, with its first token', () => {
    const kerberos = '06 09 2a 86 48 86 f7 12 01 02 02';
    expect(spnegoInit(hex('aa bb cc')).toString('hex')).toBe(
      hex(`60 22 06 06 2b 06 01 05 05 02 a0 18 30 16 a0 0d 30 0b ${kerberos} a2 05 04 03 aa bb cc`).toString(
        'hex',
      ),
    );
  });

  it('has lengths of one, two and three bytes more', () => {
    for (const length of [100, 200, 3_000, 70_000])
      expect(spnegoInit(Buffer.alloc(length, 7)).subarray(-length).equals(Buffer.alloc(length, 7))).toBe(
        true,
      );
  });

  it("gives the host's token, whatever else stands beside it, or none", () => {
    const completed = 'a0 03 0a 01 00';
    const mechanism = 'a1 0b 06 09 2a 86 48 82 f7 12 01 02 02';
    expect(spnegoAnswer(hex(`a1 19 30 17 ${completed} ${mechanism} a2 03 04 01 2a`)).toString('hex')).toBe(
      '2a',
    );
    expect(spnegoAnswer(hex(`a1 07 30 05 ${completed}`))).toHaveLength(0);
    expect(spnegoAnswer(hex('60 01 00')).toString('hex')).toBe('600100');
  });

  it('throws nothing but SpnegoError, whatever a stranger sends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          expect(spnegoAnswer(Buffer.from([0xa1, ...bytes])).length).toBeLessThanOrEqual(60);
        } catch (error) {
          expect(error).toBeInstanceOf(SpnegoError);
        }
      }),
      { numRuns: 2_000 },
    );
    for (const odd of ['', '04 00', 'a1', 'a1 05 30', 'a1 80', 'a1 84 00 00 00 01 00'])
      expect(() => spnegoAnswer(hex(odd))).toThrow(SpnegoError);
  });
});
