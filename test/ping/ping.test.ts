/** What the ping programs of Linux and macOS print, and what of it is an answer. Whole searches run in namespaces (test/network). */
import { describe, expect, test } from 'vitest';
import { UnreachableError } from '../../src/model/errors.ts';
import { findWay } from '../../src/ping/find-way.ts';
import { readAnswer } from '../../src/ping/read-answer.ts';
import { run } from '../../src/ping/run-program.ts';
import { refusalOf, signal } from '../transports/hosts.ts';

const linux = (line: string) => `PING 10.77.3.1 (10.77.3.1) 1465(1493) bytes of data.
${line}

--- 10.77.3.1 ping statistics ---
1 packets transmitted, 0 received, 100% packet loss, time 0ms
`;

describe('what ping printed', () => {
  test.each([
    [
      'Linux: a router',
      linux('From 10.77.1.254 icmp_seq=1 Frag needed and DF set (mtu = 1492)'),
      { kind: 'too-big', from: '10.77.1.254' },
    ],
    [
      'Linux, IPv6: a router',
      linux('From fd77:1::254 icmp_seq=1 Packet too big: mtu=1492'),
      { kind: 'too-big', from: 'fd77:1::254' },
    ],
    [
      'Linux: our own interface, or what it was told before',
      linux('ping: local error: message too long, mtu=1492'),
      { kind: 'too-big', from: '' },
    ],
    [
      'macOS: a router',
      '36 bytes from 10.0.0.1: frag needed and DF set (MTU 1492)\nVr HL TOS  Len   ID Flg  off TTL Pro  cks      Src      Dst\n',
      { kind: 'too-big', from: '10.0.0.1' },
    ],
    ['macOS: our own interface', 'ping: sendto: Message too long\n', { kind: 'too-big', from: '' }],
    ['nothing', linux(''), { kind: 'silent' }],
    [
      'a router without a route',
      linux('From 10.77.1.254 icmp_seq=1 Destination Net Unreachable'),
      { kind: 'other', text: 'From 10.77.1.254 icmp_seq=1 Destination Net Unreachable' },
    ],
    [
      'a ping that knows no such option',
      'ping: unrecognized option: M\n',
      { kind: 'other', text: 'ping: unrecognized option: M' },
    ],
  ])('%s', (_, text, answer) => {
    expect(readAnswer(text, false)).toEqual(answer);
  });

  test('an answer needs both: the line, and a ping that is content', () => {
    const text = linux('1473 bytes from 10.77.3.1: icmp_seq=1 ttl=62 time=0.085 ms');
    expect(readAnswer(text, true)).toEqual({ kind: 'answered' });
    expect(readAnswer(text, false)).toEqual({ kind: 'silent' });
    expect(readAnswer(linux(''), true)).toEqual({ kind: 'silent' });
  });
});

describe('the way to a peer', () => {
  test.skipIf(process.platform !== 'linux')('has our address, the interface and its size', async () => {
    const way = await findWay('127.0.0.1', 'IPv4', signal());
    expect(way).toMatchObject({ peer: '127.0.0.1', address: '127.0.0.1', source: '127.0.0.1', interface: 1 });
    expect(way.mtu).toBeGreaterThan(1500);
  });

  test('is refused where the name has no address of the family', async () => {
    const refusal = await refusalOf(findWay('127.0.0.1', 'IPv6', signal()));
    expect(refusal).toBeInstanceOf(UnreachableError);
    expect(refusal.message).toBe('127.0.0.1 has no IPv6 address.');
  });

  test('a program that is not there is no silence', async () => {
    const { text, succeeded } = await run('no-such-ping', [], signal());
    expect(succeeded).toBe(false);
    expect(readAnswer(text.replace('no-such-ping', 'ping'), succeeded)).toMatchObject({ kind: 'other' });
  });
});
