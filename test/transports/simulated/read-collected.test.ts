import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readOffline } from '../../../src/transports/simulated/read-offline.ts';

/** What the collector wrote of a Server 2003 SP2: files like this one lie on people's disks and must stay readable. */
const SAMPLE = new URL('../../fixtures/collected/ex2003.collected.json', import.meta.url);
const parameter = (name: string, key = 'SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters') =>
  ({ kind: 'registry-value', hive: 'HKLM', key, name, view: 64 }) as const;
let sample: {
  at: string;
  lines: readonly string[];
  host: { machine: object; processes: { privateBytes: number }[] };
};

beforeEach(async () => {
  sample = JSON.parse(await readFile(SAMPLE, 'utf8'));
});

async function open(content: unknown = sample) {
  const path = join(await mkdtemp(join(tmpdir(), 'setright-collected-')), 'host.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readOffline(path, () => new Date());
}

describe('a collected file', () => {
  it('tells present, absent and never looked at apart', async () => {
    const host = await open();
    expect(host.machine.name).toBe('EX2003');
    expect(host.state(parameter('enablerss'))).toMatchObject({ status: 'present', value: { data: 1 } });
    expect(host.state(parameter('EnableTCPA'))).toEqual({ status: 'absent', missing: 'value' });
    expect(host.state(parameter('x', 'SYSTEM\\CurrentControlSet\\Control\\Lsa'))).toEqual({
      status: 'unreadable',
      why: 'the collector did not look at HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa',
    });
    expect(host.state(parameter('Type', 'Cluster'))).toEqual({
      status: 'absent',
      missing: 'key',
      from: 'Cluster',
    });
    expect(host.state({ kind: 'interface-mtu', interface: 1, family: 'IPv4' })).toMatchObject({
      status: 'unreadable',
      why: 'the collector cannot look at this',
    });
  });

  it('answers by its own clock, and says why it has no answer', async () => {
    const host = await open();
    const events = (hours: number) => ({
      fact: 'events',
      ask: { log: 'System', provider: 'Tcpip', id: 4227, hours, newest: 1 },
    });
    expect(host.observe(events(2160))).toMatchObject({ known: true, at: '2026-01-15T08:00:00.000Z' });
    expect(host.observe(events(2161))).toMatchObject({
      known: false,
      why: 'the file reaches 2160 hours back, not 2161',
    });
    expect(host.observe({ fact: 'interfaces', ask: {} })).toMatchObject({ known: false });
    expect(host.state({ kind: 'tcp-port-range', family: 'IPv4', protocol: 'TCP' })).toEqual({
      status: 'unreadable',
      why: 'netsh tells no dynamic ports',
    });
  });

  it('holds what a program had when it was seen, and by how much it grew', async () => {
    const host = await open();
    const ask = { name: 'store.exe', samples: 2, seconds: 10 };
    const held = (at: string) => ({ at, processes: [expect.objectContaining({ pid: 2412 })] });
    const fact = host.observe({ fact: 'process-memory', ask });
    expect(fact).toMatchObject({
      value: { samples: [held('2026-01-15T08:00:00.000Z'), held('2026-01-15T08:00:10.000Z')] },
    });
    const [first, last] = (
      fact as unknown as { value: { samples: { processes: { privateBytes: number }[] }[] } }
    ).value.samples.map(({ processes }) => processes[0]?.privateBytes ?? 0);
    expect(first).toBe(sample.host.processes[0]?.privateBytes);
    expect((last ?? 0) - (first ?? 0)).toBe(3000);
  });

  it.each([
    ['a text without its mark', () => Object.assign(sample.host.machine, { name: 'EX' }), /lost its mark/],
    ['a member nobody knows', () => Object.assign(sample.host, { faults: [] }), /host/],
    ['no clock', () => Object.assign(sample, { at: '=yesterday' }), /at: /],
    ['a machine without a name', () => Object.assign(sample.host, { machine: {} }), /machine\.name/],
    ['lines that are none', () => Object.assign(sample, { lines: {} }), /lines/],
  ])('is refused with %s: the host has to be asked once more', async (_what, damage, why) => {
    damage();
    await expect(open()).rejects.toThrow(why);
    await expect(open()).rejects.toThrow(/run it once more on that host/);
  });

  it('is no file of the collector when it was cut off', async () => {
    await expect(open(JSON.stringify(sample).slice(0, -9))).rejects.toThrow('not a state file');
  });
});
