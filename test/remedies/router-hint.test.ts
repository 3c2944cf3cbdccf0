import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routerHint } from '../../src/remedies/vpn-black-hole/router-hint.ts';

const hint = (mtu: number) => routerHint(mtu, 'ex01.corp.example');

describe('the router hint', () => {
  it('has one path in every number that somebody is asked for', () => {
    const [first] = hint(1492);
    expect(first?.steps.join('\n')).toContain(
      'MTU 1492; MSS of TCP 1452 (IPv6 1432); ping payload 1464 (IPv6 1444)',
    );
    expect(first?.steps.join('\n')).toContain('ICMP type 3 code 4');
    expect(first?.check).toMatch(/-l 1464 .* 1465 /);
  });

  it('gives each device lines, a check and a way back, with no number but those of this path', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1280, max: 9000 }), (mtu) => {
        const own = [mtu, mtu + 1, mtu - 28, mtu - 27, mtu - 40, mtu - 39, mtu - 48, mtu - 60];
        // ASA's default MSS and every Ethernet, where they are the way back; the ceiling of a range; the seed.
        const others = [1380, 1500, 1492, 65535];
        for (const { title, steps, check, undo } of hint(mtu)) {
          const text = [...steps, check, undo].join('\n');
          const numbers = [...text.matchAll(/(?<![\w.])\d{4,5}(?![\w.]\d)/g)].map(([number]) =>
            Number(number),
          );
          expect({ [title]: numbers.filter((each) => ![...own, ...others].includes(each)) }).toEqual({
            [title]: [],
          });
          expect(
            numbers.some((each) => own.includes(each)),
            title,
          ).toBe(true);
          expect(check, title).not.toBe('');
          expect(undo, title).not.toBe('');
        }
      }),
      { numRuns: 30 },
    );
  });

  it('says of every device but the one whose lines were tried that they are not', () => {
    for (const { title, steps } of hint(1400).slice(1))
      expect(/^Untried: .* manual/.test(steps[0] ?? ''), title).toBe(title !== 'Linux with nftables');
  });

  it('knows the devices that admins meet', () => {
    const titles = hint(1400)
      .map(({ title }) => title)
      .join(', ');
    for (const device of [
      'IOS',
      'ASA',
      'RV042',
      'MikroTik',
      'pfSense',
      'OPNsense',
      'VyOS',
      'Remote Access',
      'FortiGate',
      'nftables',
    ])
      expect(titles).toContain(device);
  });
});

describe('the first of the hints', () => {
  const first = (side?: string) => routerHint(1492, 'ex01', side)[0]?.steps.join('\n') ?? '';

  it('says on which side the smaller MTU is, as far as it is known', () => {
    expect(first('On this side 1500.')).toContain(
      'On this side 1500. Which side of the VPN has the smaller MTU',
    );
    expect(first()).toContain('Which side of the VPN has the smaller MTU only its routers tell');
  });

  it('says that "too big" must pass', () => {
    expect(first()).toContain('ICMP type 3 code 4 (IPv6: ICMPv6 type 2) must pass');
  });
});
