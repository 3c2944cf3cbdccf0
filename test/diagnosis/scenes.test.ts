import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { DiagnosedHost } from '../../src/model/causal-chain.ts';
import type { Desk, Said } from '../cli/desk.ts';
import { openScene } from './seed-hosts.ts';

const capture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/captures/${name}.pcap`, import.meta.url));

const hostsOf = (said: Said): readonly DiagnosedHost[] => JSON.parse(said.stdout).hosts;
const hostOf = (said: Said, name: string): DiagnosedHost => {
  const found = hostsOf(said).find(({ host }) => host === name);
  if (!found) throw new Error(`${name} is not in ${said.stdout}${said.stderr}`);
  return found;
};
/** The chain in kinds: `large-packets-vanish > outlook-reconnects`. */
const chainOf = ({ sightings, links }: DiagnosedHost): readonly string[] => {
  const kindOf = (id: string) => sightings.find((sighting) => sighting.id === id)?.kind;
  return [...new Set(links.map(({ from, to }) => `${kindOf(from)} > ${kindOf(to)}`))];
};
const diagnose = (desk: Desk, ...words: readonly string[]) => desk.type('diagnose', ...words, '--json');

describe('the seed with the MTU: Exchange 2007 behind a VPN', () => {
  it('is a black hole, the whole chain shown, when both ends are looked at and the path is probed', async () => {
    const desk = await openScene('mtu-black-hole');
    const said = await diagnose(desk, 'EX01', 'PC07', '--peer', 'PC07');
    expect(said.exitCode).toBe(2);
    for (const host of hostsOf(said)) {
      expect(host.causes.map(({ cause, confidence }) => [cause, confidence])).toEqual([
        ['path-black-hole', 'high'],
      ]);
      expect(chainOf(host)).toEqual([
        'large-packets-vanish > outlook-reconnects',
        'outlook-reconnects > sessions-used-up',
      ]);
    }
    const [first] = hostOf(said, 'EX01').causes;
    expect(first?.fixes[0]?.title).toContain('routers at both ends of the way to PC07: 1492');
  });

  it('says that raising 32 to 512 cured nothing, and that the client was cut off afterwards', async () => {
    const desk = await openScene('mtu-black-hole');
    const said = await diagnose(desk, 'EX01', 'PC07', '--symptom', '9646', '--plan', desk.path('p.json'));
    const raised = hostOf(said, 'EX01').causes[0]?.nonFixes.find(({ what }) => /Maximum Allowed/.test(what));
    expect(raised?.why).toMatch(/is 512: .*PC07 has been cut off since then all the same.*cures nothing/);
    expect(JSON.parse(said.stdout).plan, 'what is no fix is in no plan').toMatchObject({ changes: 0 });
    await expect(readFile(desk.path('p.json'))).rejects.toThrow(/ENOENT/);
  });

  it('is no more than likely without a measurement, and says what would make it sure', async () => {
    const said = await diagnose(await openScene('mtu-black-hole'), 'EX01', 'PC07');
    const [cause] = hostOf(said, 'EX01').causes;
    expect(cause).toMatchObject({ cause: 'path-black-hole', confidence: 'medium' });
    expect(cause?.wouldChange.join('\n')).toMatch(/--peer[\s\S]*--capture/);
    const alone = await diagnose(await openScene('mtu-black-hole'), 'EX01');
    expect(hostOf(alone, 'EX01').causes[0]).toMatchObject({ cause: 'path-black-hole', confidence: 'low' });
    expect(hostOf(alone, 'EX01').links).toEqual([]);
  });

  it('a capture of another year is shown and not linked; full packets in it rule nothing out that was measured', async () => {
    const desk = await openScene('mtu-black-hole');
    const file = capture('hole-at-sender');
    const host = hostOf(await diagnose(desk, 'PC07', '--capture', file), 'PC07');
    expect(host.causes[0]).toMatchObject({ cause: 'path-black-hole', confidence: 'medium' });
    expect(host.links).toEqual([]);
    expect(host.notLinked.map(({ why }) => why).join()).toContain('too far apart');
  });

  it('looks sick and is not: three lost connections in a week, and a router that says "too big"', async () => {
    const desk = await openScene('mtu-looks-sick');
    const said = await diagnose(desk, 'EX01', 'PC07', '--peer', 'PC07');
    expect(said.exitCode).toBe(0);
    for (const host of hostsOf(said)) {
      expect(host).toMatchObject({ status: 'nothing-found', causes: [] });
      expect(host.ruledOut.map(({ cause }) => cause)).toEqual(['path-black-hole']);
    }
  });
});

describe('event 9646 of one program (KB842022)', () => {
  it("is that program, in Microsoft's order of cures, the limit last and in the plan", async () => {
    const desk = await openScene('event-9646-program');
    const said = await diagnose(desk, 'EX02', '--plan', desk.path('p.json'));
    const [cause, ...others] = hostOf(said, 'EX02').causes;
    expect(cause).toMatchObject({ cause: 'client-program', confidence: 'medium' });
    expect(others).toEqual([]);
    expect(cause?.fixes.map(({ remedy, title }) => remedy ?? title)).toEqual([
      'Find the program that opens the sessions',
      expect.stringContaining('View Information Store Status'),
      'exchange-mapi-sessions',
    ]);
    expect(said.exitCode).toBe(2);
    const plan = JSON.parse(await readFile(desk.path('p.json'), 'utf8'));
    expect(plan.hosts[0].changes).toHaveLength(1);
    const applied = await desk.type(
      'apply',
      desk.path('p.json'),
      '--yes',
      '--allow',
      'service.restart',
      '--json',
    );
    expect(applied.exitCode, applied.stdout + applied.stderr).toBe(0);
  });
});

describe('TCP ports (KB2015877)', () => {
  it('is the program that holds them; a wider range and TcpTimedWaitDelay are no fix', async () => {
    const said = await diagnose(await openScene('port-leak'), 'PC11', '--symptom', 'ports');
    const host = hostOf(said, 'PC11');
    expect(host.causes[0]).toMatchObject({ cause: 'port-leak', confidence: 'high' });
    expect(chainOf(host)).toEqual(['ports-held > ports-used-up']);
    expect(host.causes[0]?.nonFixes.map(({ remedy }) => remedy)).toEqual([
      'tcp-port-exhaustion',
      'tcp-timed-wait-delay',
    ]);
    expect(host.causes.flatMap(({ fixes }) => fixes.flatMap(({ remedy }) => remedy ?? []))).toEqual([]);
  });
});
