import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GarbledError } from '../../src/model/errors.ts';
import { asciiJson, type Frame, frameLine, mark, requestLine } from '../../src/model/line.ts';
import { FrameReader, type LineItem, prelude } from '../../src/powershell/index.ts';

const nonce = '0123456789abcdef'.repeat(2);
const limits = { lineBytes: 2000, noiseCharacters: 500 };

/** Anything a host may say of itself: any text, half surrogates and line ends included. */
const frames: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({
    n: fc.nat(),
    reply: fc.dictionary(fc.string(), fc.string({ unit: 'binary', maxLength: 50 }), {
      noNullPrototype: true,
      maxKeys: 5,
    }),
  }),
  fc.record({ n: fc.nat(), progress: fc.record({ step: fc.string(), seconds: fc.nat() }) }),
  fc.record({
    n: fc.nat(),
    error: fc.record({ code: fc.string(), message: fc.string(), data: fc.constant({}) }),
  }),
);
const noise = fc.stringMatching(/^[ -~]{1,40}$/).filter((text) => !text.includes(nonce));

function readAll(
  bytes: Buffer,
  cuts: readonly number[],
  reader = new FrameReader(nonce),
): readonly LineItem[] {
  const items: LineItem[] = [];
  let start = 0;
  for (const cut of [...cuts.map((each) => each % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)) {
    items.push(...reader.push(bytes.subarray(start, cut)));
    start = cut;
  }
  return [...items, ...reader.end()];
}

describe('FrameReader', () => {
  it('gives back what was framed, in order, wherever the pieces were cut and whatever noise came between', () => {
    const lines = fc.array(fc.oneof(frames, noise), { maxLength: 12 });
    fc.assert(
      fc.property(
        lines,
        fc.array(fc.nat(), { maxLength: 20 }),
        fc.constantFrom('\n', '\r\n'),
        (said, cuts, end) => {
          const text = said
            .map((each) => (typeof each === 'string' ? each : frameLine(nonce, each)) + end)
            .join('');
          const read = readAll(Buffer.from(text), cuts);
          const expected = said.map((each) =>
            typeof each === 'string' ? { kind: 'noise', text: each } : { kind: 'frame', frame: each },
          );
          expect(read).toEqual(expected);
        },
      ),
    );
  });

  it('answers any bytes with frames, noise or GarbledError, and never more noise than its limit', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ maxLength: 200 }).map((text) => Buffer.from(`<<R1:${nonce}>>${text}<<${nonce}>>\n`)),
      fc.json().map((text) => Buffer.from(`<<R1:${nonce}>>${text}<<${nonce}>>\n`)),
      fc.json().map((text) => Buffer.from(`<<R1:>>${text}<<>>\n`)),
    );
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 10 }), fc.array(fc.nat()), (pieces, cuts) => {
        try {
          const read = readAll(Buffer.concat(pieces), cuts, new FrameReader(nonce, limits));
          const told = read.reduce((sum, item) => sum + (item.kind === 'noise' ? item.text.length : 0), 0);
          expect(told).toBeLessThanOrEqual(limits.noiseCharacters);
        } catch (error) {
          expect(error).toBeInstanceOf(GarbledError);
        }
      }),
    );
  });

  it('finds a frame behind what a program left on the line, and keeps that as noise', () => {
    const frame: Frame = { n: 1, reply: { record: 'kept' } };
    expect(readAll(Buffer.from(`Progress: 40%${frameLine(nonce, frame)} done\n`), [])).toEqual([
      { kind: 'noise', text: 'Progress: 40%' },
      { kind: 'frame', frame },
      { kind: 'noise', text: ' done' },
    ]);
  });

  it('takes for noise what it sent itself, where something on the way gives that back', () => {
    const sent = `${prelude(nonce, { text: '# the runtime' })}${requestLine(1, 'get', { resources: [] })}\n`;
    expect(readAll(Buffer.from(sent), []).map(({ kind }) => kind)).not.toContain('frame');
  });

  it('takes a frame of another nonce for noise: an old session, or a host that guesses', () => {
    const line = frameLine('f'.repeat(32), { n: 1, reply: {} });
    expect(readAll(Buffer.from(`${line}\n`), [])).toEqual([{ kind: 'noise', text: line }]);
  });

  it.each([
    ['cut off', `<<R1:${nonce}>>{"n":1,"reply":{`],
    ['no JSON', `<<R1:${nonce}>>{"n":1,<<${nonce}>>`],
    ['a string without its mark', `<<R1:${nonce}>>{"n":1,"reply":{"a":"b"}}<<${nonce}>>`],
    ['no number', `<<R1:${nonce}>>{"n":-1,"reply":{}}<<${nonce}>>`],
    ['two answers in one', `<<R1:${nonce}>>{"n":1,"reply":{},"error":{}}<<${nonce}>>`],
    ['a notice out of turn', `<<R1:${nonce}>>{"n":1,"notice":{}}<<${nonce}>>`],
    ['nested too deeply', `<<R1:${nonce}>>{"n":1,"reply":${'['.repeat(30)}${']'.repeat(30)}}<<${nonce}>>`],
  ])('refuses a frame that is %s', (_what, line) => {
    expect(() => readAll(Buffer.from(`${line}\n`), [])).toThrow(GarbledError);
  });

  it('refuses a frame past the limit before it has all come', () => {
    const reader = new FrameReader(nonce, limits);
    reader.push(Buffer.from(`<<R1:${nonce}>>{"n":1,"reply":{"a":"=`));
    expect(() => reader.push(Buffer.alloc(3000, 'x'))).toThrow('too large');
  });

  it('drops an endless line that is no frame, and reads on after it', () => {
    const reader = new FrameReader(nonce, limits);
    const frame: Frame = { n: 1, reply: {} };
    const items = [...reader.push(Buffer.alloc(1500, 'x')), ...reader.push(Buffer.alloc(90_000, 'x'))];
    items.push(...reader.push(Buffer.from(`\n${frameLine(nonce, frame)}\n`)));
    expect(items).toEqual([
      { kind: 'noise', text: 'x'.repeat(500) },
      { kind: 'frame', frame },
    ]);
  });
});

describe('a refusal', () => {
  const refused = `<<R1:>>${asciiJson(mark({ refused: 'version', found: '4.0' }))}<<>>\n`;

  it('is heard under the empty nonce', () => {
    expect(readAll(Buffer.from(`noise\n${refused}`), [3, 9])).toEqual([
      { kind: 'noise', text: 'noise' },
      { kind: 'refusal', refusal: { refused: 'version', found: '4.0' } },
    ]);
  });

  it('is only noise once a frame was heard: what a host prints later cannot pretend that nothing ran', () => {
    const items = readAll(Buffer.from(`${frameLine(nonce, { n: 1, reply: {} })}\n${refused}`), []);
    expect(items.map(({ kind }) => kind)).toEqual(['frame', 'noise']);
  });

  it('is only noise when it is of no known shape', () => {
    expect(readAll(Buffer.from('<<R1:>>{"refused":"=mood","found":"=bad"}<<>>\n'), [])).toMatchObject([
      { kind: 'noise' },
    ]);
  });
});
