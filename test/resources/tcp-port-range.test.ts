import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TcpPortRange } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import { resourceType, resourceTypes } from '../../src/resources/index.ts';

const { 'tcp-port-range': ports } = resourceTypes;
const tcp4: TcpPortRange = { kind: 'tcp-port-range', family: 'IPv4', protocol: 'TCP' };
const range = (start: number, number: number): State => present({ start, number });

test('the table gives the kind its own entry', () => {
  expect(resourceType(tcp4)).toBe(ports);
});

test('each family and protocol is a state of its own', () => {
  const all = (['IPv4', 'IPv6'] as const).flatMap((family) =>
    (['TCP', 'UDP'] as const).map((protocol): TcpPortRange => ({ ...tcp4, family, protocol })),
  );
  expect(new Set(all.map(ports.identity)).size).toBe(4);
  const earlier = { resource: { ...tcp4 }, after: range(2000, 300) };
  expect(all.map((each) => ports.after(each, range(49152, 16384), earlier))).toEqual([
    range(2000, 300),
    ...all.slice(1).map(() => range(49152, 16384)),
  ]);
});

describe('what can be set', () => {
  test('is just what lies between 1025 and 65535 and has 255 ports or more', () => {
    const edge = fc.oneof(
      fc.integer({ min: -5, max: 70_000 }),
      fc.constantFrom(1024, 1025, 255, 254, 65535, 65281, 65282),
    );
    fc.assert(
      fc.property(edge, edge, (start, number) => {
        const fits = start >= 1025 && number >= 255 && start + number <= 65536;
        expect(ports.refuse(tcp4, range(start, number)) === undefined).toBe(fits);
      }),
    );
  });

  test.each([
    [range(1024, 1000), /start at 1025 or above, not at 1024/],
    [range(10000, 254), /at least 255 dynamic ports, not 254/],
    [range(10000, 55537), /end at 65536; the last port is 65535/],
    [range(10000.5, 1000), /whole numbers/],
    [present({ start: 10000 }), /whole numbers/],
    [present({ start: 10000, number: 1000, end: 1 }), /whole numbers/],
    [present('10000'), /whole numbers/],
    [{ status: 'absent', missing: 'ports' } as const, /whole numbers/],
  ])('not %j', (want, why) => {
    expect(ports.refuse(tcp4, want)).toMatch(why);
  });
});

test('it reads for people as the ports it spans', () => {
  expect(ports.describe(tcp4)).toBe('dynamic port range of TCP over IPv4');
  expect(ports.describeState(range(49152, 16384))).toBe('49152 to 65535 (16384 ports)');
  expect(ports.describeState({ status: 'unreadable', why: 'Access is denied.' })).toMatch(/Access is denied/);
});

test('no state lies between two, and the line does not hang on it', () => {
  expect(ports.between(tcp4, range(49152, 16384), range(1025, 255))).toEqual([]);
  expect(ports.cutsLine(tcp4, range(1025, 255))).toBeUndefined();
});
