import { describe, expect, it } from 'vitest';
import { judgeScene } from './capture-files.ts';
import { c, opening, s } from './scenes.ts';

const times = (count: number, packet: (at: number) => Buffer): readonly Buffer[] =>
  Array.from({ length: count }, (_, at) => packet(at));
const full = (id: number) => s({ seq: 5100, ack: 1100, data: 1460, id });

describe('a size counts as crossed, or as swallowed, only where the packets prove it', () => {
  it('black-hole: what crossed in other pieces proves no size, wherever the pieces begin', async () => {
    const window = times(3, (at) => s({ seq: 5100 + at * 1460, ack: 1100, data: 1460, id: at + 1 }));
    const pieces = times(9, (at) =>
      s({ seq: 5100 + at * 536, ack: 1100, data: at === 8 ? 92 : 536, id: at + 20 }),
    );
    const report = await judgeScene([
      ...opening(),
      ...window,
      full(10),
      full(11),
      ...pieces.flatMap((piece, at) => [piece, c({ seq: 1100, ack: Math.min(5100 + (at + 1) * 536, 9480) })]),
    ]);
    expect(report.conversations[0]?.directions[1].largestCrossed?.size).toBe(576);
    expect(report.verdict).toBe('black-hole');
  });

  it('black-hole at the receiver too where what follows the hole comes again: that one came, and is not swallowed', async () => {
    const report = await judgeScene([
      ...opening(),
      ...times(9, (at) => s({ seq: 9480, ack: 1100, data: 900, id: at + 20 })).flatMap((again) => [
        again,
        c({ seq: 1100, ack: 5100 }),
      ]),
    ]);
    expect(report.verdict).toBe('black-hole');
    expect(report.conversations[0]?.directions[1].smallestSwallowed).toBeNull();
    expect(report.reasons.join()).toContain('They fit into packets of 1500 bytes');
  });

  it('no black hole of small packets: every way carries 576 bytes', async () => {
    const sent = times(5, (at) => s({ seq: 5100, ack: 1100, data: 200, id: at + 1 }));
    const report = await judgeScene([...opening(), ...sent, c({ seq: 1100, ack: 5100, data: 5 })]);
    expect(report.verdict).toBe('loss');
    expect(await judgeScene([...opening(), ...sent])).toMatchObject({ verdict: 'indeterminate' });
  });

  it('a small hole that stays open is loss', async () => {
    const behind = times(4, (at) => s({ seq: 5300, ack: 1100, data: 100, id: at + 1 }));
    const report = await judgeScene([
      ...opening(),
      ...behind.flatMap((again) => [again, c({ seq: 1100, ack: 5100 })]),
    ]);
    expect(report.verdict).toBe('loss');
  });
});
