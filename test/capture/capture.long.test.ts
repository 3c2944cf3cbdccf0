import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseCapture } from '../../src/capture/analyse-capture.ts';
import { UsageError } from '../../src/model/errors.ts';
import { capturedCases, playCase } from '../network/captured-cases.ts';
import { whyNoNamespaces } from '../network/namespaces.ts';
import { analyse, containers } from './capture-files.ts';
import { c, opening, s } from './scenes.ts';

const why = whyNoNamespaces('tcpdump', 'nft', 'ethtool', 'ping', 'sysctl');
const MINUTES = 10;
const GIGABYTE = 1e9;

describe.skipIf(why !== undefined)(`captures made now by tcpdump${why ? ` (skipped: ${why})` : ''}`, () => {
  it.each(capturedCases)('$name: $verdict', async (each) => {
    const file = join(await mkdtemp(join(tmpdir(), 'setright-capture-')), 'capture.pcap');
    await playCase(each, file);
    expect((await analyse(readFileSync(file))).verdict).toBe(each.verdict);
  });
});

describe('a capture of 1 GB', () => {
  it('is read in no more memory than one of 100 MB', async () => {
    const [container] = containers;
    const packet = (port: number) => {
      const bytes = s({ seq: 5000, ack: 1100, data: 1400 });
      bytes.writeUInt16BE(port, 20);
      return bytes;
    };
    const file =
      container?.write(Array.from({ length: 3000 }, (_, at) => packet(1024 + at))) ?? Buffer.alloc(0);
    async function* stream(length: number) {
      yield file.subarray(0, 24);
      for (let sent = 0; sent < length; sent += file.length) yield file.subarray(24);
    }
    let most = 0;
    const watched = async function* (length: number) {
      for await (const piece of stream(length)) {
        most = Math.max(most, process.memoryUsage().rss);
        yield piece;
      }
    };
    await analyseCapture(watched(GIGABYTE / 10));
    const before = most;
    const report = await analyseCapture(watched(GIGABYTE));
    expect(report.packets).toBeGreaterThan(600_000);
    expect(most - before).toBeLessThan(64 * 1024 * 1024);
  });
});

describe(`${MINUTES} minutes of fuzzing`, () => {
  const scene = [
    ...opening(),
    ...[1, 2, 3].map((id) => s({ seq: 5100, ack: 1100, data: 1460, id })),
    c({ seq: 1100, ack: 5100 }),
  ];
  const samples = [
    ...containers.map(({ write }) => write(scene)),
    ...capturedCases.map(({ name }) =>
      readFileSync(new URL(`../fixtures/captures/${name}.pcap`, import.meta.url)),
    ),
  ];

  it(
    'ends in a report or an error that says where, every time',
    async () => {
      const end = Date.now() + MINUTES * 60_000;
      let runs = 0;
      while (Date.now() < end) {
        const change = fc.tuple(
          fc.nat(),
          fc.constantFrom(0, 1, 4, 0x7f, 0x80, 0xff, 0x45, 0x60),
          fc.integer({ min: 1, max: 8 }),
        );
        const spoilt = fc
          .tuple(
            fc.constantFrom(...samples),
            fc.array(change, { maxLength: 30 }),
            fc.constantFrom(...samples),
            fc.nat(),
            fc.nat(),
          )
          .map(([sample, changes, other, cut, joint]) => {
            const bytes = Buffer.concat([
              sample.subarray(0, cut % sample.length),
              other.subarray(joint % other.length),
            ]);
            for (const [at, value, length] of changes)
              bytes
                .subarray(at % (bytes.length + 1))
                .subarray(0, length)
                .fill(value);
            return bytes;
          });
        await fc.assert(
          fc.asyncProperty(spoilt, async (bytes) => {
            const ended = await analyse(bytes).catch((error: unknown) => error);
            if (ended instanceof Error) expect(ended).toBeInstanceOf(UsageError);
          }),
          { numRuns: 2000 },
        );
        runs += 2000;
      }
      expect(runs).toBeGreaterThan(2000);
    },
    (MINUTES + 5) * 60_000,
  );
});
