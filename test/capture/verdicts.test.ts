import { describe, expect, it } from 'vitest';
import { judgeScene } from './capture-files.ts';
import { ip, tooBig } from './packets.ts';
import { CLIENT, c, opening, SERVER, s } from './scenes.ts';

const times = (count: number, packet: (at: number) => Buffer): readonly Buffer[] =>
  Array.from({ length: count }, (_, at) => packet(at));
const full = (id: number, data = 1460) => s({ seq: 5100, ack: 1100, data, id });

describe('the verdict on a conversation', () => {
  it('black-hole: full packets sent again and again, small ones crossed, nobody said a word', async () => {
    const report = await judgeScene([
      ...opening(),
      ...times(4, (at) => full(at + 1)),
      c({ seq: 1100, ack: 5100, data: 5 }),
    ]);
    expect(report.verdict).toBe('black-hole');
    const [, back] = report.conversations[0]?.directions ?? [];
    expect(back?.largestCrossed).toEqual({ size: 140, packet: 5 });
    expect(back?.smallestSwallowed).toMatchObject({
      size: 1500,
      packet: 7,
      sends: 4,
      lastPacket: 10,
      peerHeard: true,
    });
    expect(back?.mss).toBe(1460);
  });

  it('black-hole too where the sender got through in smaller pieces', async () => {
    const report = await judgeScene([
      ...opening(),
      full(1),
      full(2),
      s({ seq: 5100, ack: 1100, data: 500, id: 3 }),
      c({ seq: 1100, ack: 5600 }),
    ]);
    expect(report.verdict).toBe('black-hole');
    expect(report.reasons.join()).toContain('crossed in smaller packets');
  });

  it("black-hole from the receiver's side: the hole, the duplicate ACKs and the reset of the seed", async () => {
    const report = await judgeScene([
      ...opening(),
      s({ seq: 6560, ack: 1100, data: 200, id: 7 }),
      ...times(34, () => c({ seq: 1100, ack: 5100 })),
      c({ seq: 1100, ack: 5100, flags: 'RA' }),
    ]);
    expect(report.verdict).toBe('black-hole');
    const [there, back] = report.conversations[0]?.directions ?? [];
    expect(back?.missing).toEqual([{ bytes: 1460, before: 7, size: 1500 }]);
    expect(there?.longestDuplicateAckRun).toEqual({ length: 34, first: 8, last: 41 });
    expect(there?.resets).toEqual({ count: 1, first: [42] });
  });

  it.each([
    ['too-big-told', 1],
    ['too-big-ignored', 30],
  ])('%s: a router spoke, and large ones were sent %i times after it', async (verdict, later) => {
    const report = await judgeScene([
      ...opening(),
      full(1),
      tooBig('10.0.0.1', full(1), 1492),
      ...times(10, () => c({ seq: 1100, ack: 5100, data: 0, window: 999 })),
      ...(verdict === 'too-big-ignored' ? times(later, (at) => full(at + 2)) : [full(2, 1452)]),
      ...(verdict === 'too-big-ignored' ? [] : [c({ seq: 1100, ack: 6552 })]),
    ]);
    expect(report.verdict).toBe(verdict);
    const [, back] = report.conversations[0]?.directions ?? [];
    expect(back?.tooBig).toEqual([
      { packet: 8, router: '10.0.0.1', mtu: 1492, about: { from: SERVER, to: CLIENT, size: 1500 } },
    ]);
  });

  it('loss: what was sent again is no larger than what crossed', async () => {
    const report = await judgeScene([
      ...opening(),
      full(1),
      c({ seq: 1100, ack: 6560 }),
      ...times(4, (at) => s({ seq: 6560, ack: 1100, data: 1460, id: at + 2 })),
    ]);
    expect(report.verdict).toBe('loss');
    expect(report.conversations[0]?.directions[1].retransmissions).toEqual({ count: 3, first: [10, 11, 12] });
  });

  it('fine: full packets crossed', async () => {
    const report = await judgeScene([...opening(), full(1), c({ seq: 1100, ack: 6560 })]);
    expect(report.verdict).toBe('fine');
    expect(report.conversations[0]?.directions[1].largestCrossed).toEqual({ size: 1500, packet: 7 });
  });

  it('indeterminate: nothing large was sent', async () => {
    expect(await judgeScene(opening())).toMatchObject({ verdict: 'indeterminate' });
    expect(await judgeScene([])).toMatchObject({ verdict: 'indeterminate', conversations: [] });
  });

  it('indeterminate: not even the handshake came through, so size explains nothing', async () => {
    const report = await judgeScene(times(5, (at) => c({ seq: 999, flags: 'S', mss: 1460, id: at + 1 })));
    expect(report.verdict).toBe('indeterminate');
  });
});

describe('what is no loss', () => {
  it('the same packet captured twice is no retransmission', async () => {
    const twice = [...opening(), full(1), c({ seq: 1100, ack: 6560, id: 9 })].flatMap((packet) => [
      packet,
      packet,
    ]);
    const ids = twice.map((packet, at) => {
      packet.writeUInt16BE((at >> 1) + 1, 4);
      return packet;
    });
    const report = await judgeScene(ids);
    expect(report.verdict).toBe('fine');
    expect(report.conversations[0]?.directions.map((each) => each.retransmissions.count)).toEqual([0, 0]);
    expect(report.conversations[0]?.directions.map((each) => each.longestDuplicateAckRun)).toEqual([
      null,
      null,
    ]);
  });

  it('a packet that the capture missed, and the receiver acknowledged, is not missing', async () => {
    const report = await judgeScene([
      ...opening(),
      s({ seq: 6560, ack: 1100, data: 1460, id: 2 }),
      c({ seq: 1100, ack: 8020 }),
    ]);
    expect(report.conversations[0]?.directions[1].missing).toEqual([]);
    expect(report.verdict).toBe('fine');
  });

  it('a packet that an adapter cuts counts with its size on the wire', async () => {
    const report = await judgeScene([
      ...opening([1460, 1400]),
      full(1, 14_600),
      c({ seq: 1100, ack: 19_700 }),
    ]);
    expect(report.conversations[0]?.directions[1]).toMatchObject({
      offloaded: true,
      largestCrossed: { size: 1500 },
    });
  });

  it('packets that overtook each other, and numbers that begin anew after 2^32', async () => {
    const seq = (at: number) => 0xfffff000 + at;
    const send = (at: number, id: number) => s({ seq: seq(at), ack: 1100, data: 1460, id });
    const report = await judgeScene([
      s({ seq: seq(-1), ack: 1000, flags: 'SA', mss: 1460 }),
      c({ seq: 1000, ack: seq(0) }),
      send(0, 1),
      send(2920, 3),
      send(1460, 2),
      send(4380, 4),
      c({ seq: 1000, ack: seq(5840) }),
    ]);
    expect(report.conversations[0]?.directions.map((each) => each.retransmissions.count)).toEqual([0, 0]);
    expect(report.conversations[0]?.directions.flatMap((each) => each.missing)).toEqual([]);
  });
});

describe('conversations', () => {
  it('asking whether the other side lives is no retransmission', async () => {
    const alive = (id: number) => c({ seq: 1099, ack: 5100, data: 1, id });
    const report = await judgeScene([
      ...opening(),
      ...[1, 2, 3, 4].flatMap((id) => [alive(id), s({ seq: 5100, ack: 1100, id })]),
    ]);
    expect(report.conversations[0]?.directions[0].retransmissions.count).toBe(0);
  });

  it('the same ports again are another one, and its numbers begin anew', async () => {
    const again = opening().map((packet, at) => {
      const moved = Buffer.from(packet);
      // The server's and the client's numbers, far from where they were.
      for (const place of at === 0 ? [24] : [24, 28])
        moved.writeUInt32BE(moved.readUInt32BE(place) + 2_000_000, place);
      return moved;
    });
    const report = await judgeScene([...opening(), c({ seq: 1100, ack: 5100, flags: 'FA' }), ...again]);
    expect(report.conversations.map(({ firstPacket }) => firstPacket)).toEqual([1, 8]);
    expect(
      report.conversations.flatMap(({ directions }) => directions.flatMap(({ missing }) => missing)),
    ).toEqual([]);
  });
});

describe('fragments', () => {
  const part = (id: number, start: number, length: number, more: boolean) =>
    ip({ from: SERVER, to: CLIENT, id }, 17, Buffer.alloc(length), [start, more]);

  it('fragments-lost: one whose second part never came is named by its IP identification', async () => {
    const report = await judgeScene([
      part(30_384, 0, 1464, true),
      part(30_386, 0, 1464, true),
      part(30_386, 1464, 24, false),
    ]);
    expect(report.verdict).toBe('fragments-lost');
    expect(report.fragments).toEqual({
      packets: 3,
      holes: 1,
      first: [{ from: SERVER, to: CLIENT, id: 30_384, packets: [1], missing: [{ start: 1464, end: null }] }],
    });
  });

  it('whole ones in any order, repeated or overlapping, have no hole', async () => {
    const report = await judgeScene([
      part(1, 1464, 24, false),
      part(1, 0, 1464, true),
      part(1, 0, 1464, true),
      part(2, 0, 800, true),
      part(2, 400, 800, false),
    ]);
    expect(report.fragments).toMatchObject({ packets: 5, holes: 0 });
  });
});
