import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseCapture } from '../../src/capture/analyse-capture.ts';
import { UsageError } from '../../src/model/errors.ts';
import { capturedCases } from '../network/captured-cases.ts';
import { analyse, block, containers, enhanced, section } from './capture-files.ts';
import { c, opening, s } from './scenes.ts';

const scene = [
  ...opening(),
  ...[1, 2, 3, 4].map((id) => s({ seq: 5100, ack: 1100, data: 1460, id })),
  c({ seq: 1100, ack: 5100, data: 5 }),
];

describe('every way to lay down the same packets', () => {
  const [first] = containers;
  it.each(containers)('$name is judged alike', async ({ write }) => {
    const { format: _, ...expected } = await analyse(first?.write(scene) ?? Buffer.alloc(0));
    const { format, ...report } = await analyse(write(scene));
    expect(report).toEqual(expected);
    expect(report.verdict).toBe('black-hole');
    expect([report.from, report.to]).toEqual(['2010-10-26T07:00:00.000Z', '2010-10-26T07:00:01.000Z']);
    expect(['pcap', 'pcapng']).toContain(format);
  });

  it('does not depend on how the bytes arrive', async () => {
    for (const { write } of containers.filter(({ name }) => ['pcap', 'pcapng'].includes(name)))
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), async (size) => {
          expect(await analyse(write(scene), size)).toEqual(await analyse(write(scene)));
        }),
        { numRuns: 25 },
      );
  });
});

describe('packet numbers', () => {
  it('go on over sections, and count what Wireshark numbers', async () => {
    const [one, two, three] = opening();
    const none = Buffer.alloc(0);
    const file = Buffer.concat([
      section(true, 101),
      enhanced(true, one ?? none),
      block(true, 9, Buffer.from('MESSAGE=a journal entry\n')),
      block(true, 5, Buffer.alloc(12)),
      block(true, 0xbad, Buffer.alloc(12)),
      section(false, 101),
      enhanced(false, two ?? none),
      enhanced(false, three ?? none),
    ]);
    const report = await analyse(file);
    expect(report.packets).toBe(5);
    expect(report.conversations[0]?.directions.map(({ largestCrossed }) => largestCrossed?.packet)).toEqual([
      1, 4,
    ]);
  });
});

describe('the clock of a pcapng interface', () => {
  it.each([
    ['nanoseconds', 9, 10n ** 9n],
    ['microseconds', 6, 10n ** 6n],
    ['powers of two', 0x80 | 20, 2n ** 20n],
  ])('ticks in %s', async (_, resolution, ticks) => {
    const head = section(true, 101);
    // The resolution's only byte stands eight bytes before the end: its padding, the end of options is left out, the block's length.
    head.writeUInt8(resolution, head.length - 8);
    const time = 1_288_076_400n * ticks;
    const [packet = Buffer.alloc(0)] = opening();
    const body = Buffer.alloc(20);
    body.writeUInt32LE(Number(time >> 32n), 4);
    body.writeUInt32LE(Number(time & 0xffffffffn), 8);
    body.writeUInt32LE(packet.length, 12);
    body.writeUInt32LE(packet.length, 16);
    const report = await analyse(Buffer.concat([head, block(true, 6, Buffer.concat([body, packet]))]));
    expect(report.from).toBe('2010-10-26T07:00:00.000Z');
  });
});

describe('captures of tcpdump in network namespaces', () => {
  const folder = new URL('../fixtures/captures/', import.meta.url);
  const read = (name: string) => readFileSync(new URL(name, folder));

  it('are all judged, and no others lie there', () => {
    const names = readdirSync(folder).map((file) => file.replace(/\.pcap$/, ''));
    expect(names.toSorted()).toEqual(capturedCases.map(({ name }) => name).toSorted());
  });

  it.each(capturedCases)('$name: $verdict', async ({ name, verdict }) => {
    expect((await analyse(read(`${name}.pcap`))).verdict).toBe(verdict);
  });
});

describe('a file that is damaged or hostile', () => {
  const samples = [
    ...containers.map(({ write }) => write(scene)),
    readFileSync(new URL('../fixtures/captures/hole-ipv6-cooked.pcap', import.meta.url)),
    readFileSync(new URL('../fixtures/captures/fragments-lost.pcap', import.meta.url)),
  ];

  it.each([
    ['nothing', ''],
    ['text', Buffer.from('No capture at all, but long enough to be one.').toString('hex')],
    ['gzip', '1f8b080000000000'],
    ['a header that ends', 'd4c3b2a1020004'],
    ['a packet of 3 GB', `d4c3b2a10200040000000000000000000000040001000000${'00'.repeat(8)}000000c0000000c0`],
    ['a block of 4 GB', '0a0d0d0affffffff4d3c2b1a'],
    ['a section without byte order', '0a0d0d0a1c000000000000000100000000000000'],
  ])('is an error that says where: %s', async (_, hex) => {
    const failure = await analyse(Buffer.from(hex, 'hex')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as UsageError).message).toMatch(/byte \d+|no capture|gzip/);
  });

  it('one that ends inside a packet is judged as far as it goes', async () => {
    for (const { write } of containers) {
      const file = write(scene);
      const report = await analyse(file.subarray(0, file.length - 20));
      expect(report.packets).toBeGreaterThanOrEqual(scene.length - 1);
      expect(report.cutShort).toMatch(/ends at byte \d+/);
    }
  });

  it('never crashes, and never hangs', async () => {
    const spoilt = fc
      .tuple(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
        fc.nat(),
      )
      .map(([sample, changes, cut]) => {
        const bytes = Buffer.from(sample);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(spoilt, fc.uint8Array({ maxLength: 400 })), async (bytes) => {
        const ended = await analyse(Buffer.from(bytes)).catch((error: unknown) => error);
        if (ended instanceof Error) expect(ended).toBeInstanceOf(UsageError);
      }),
      { numRuns: 1500 },
    );
  });

  it('passes on what goes wrong with the source itself', async () => {
    async function* failing() {
      yield Buffer.from('d4c3b2a1', 'hex');
      throw new Error('the disk is gone');
    }
    await expect(analyseCapture(failing())).rejects.toThrow('the disk is gone');
  });
});
