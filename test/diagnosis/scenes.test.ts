import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Desk } from '../cli/desk.ts';
import { chainOf, diagnose, hostOf, hostsOf } from './diagnosed.ts';
import { openScene } from './seed-hosts.ts';

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
    expect(first?.because.filter((reason) => /^Measured from (EX01|PC07): /.test(reason))).toHaveLength(2);
    expect(
      hostOf(said, 'EX01').links.map(({ ground }) => ground),
      'who was probed is named',
    ).not.toContain('time');
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

  it('probes the peer that the inventory names, without being told', async () => {
    const held = ', remedies: { vpn-black-hole: { peer: EX01 } }';
    const said = await diagnose(await openScene('mtu-black-hole', { PC07: held }), 'PC07');
    expect(hostOf(said, 'PC07').causes[0]).toMatchObject({ cause: 'path-black-hole', confidence: 'high' });
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

describe('Outlook and the CRM client (KB2015877)', () => {
  it('many PST files; what somebody did by the letter of the article is named, and its plan puts it right', async () => {
    const desk = await openScene('crm-outlook');
    const said = await diagnose(desk, 'PC12', '--symptom', 'crm', '--plan', desk.path('p.json'));
    const { causes } = hostOf(said, 'PC12');
    expect(causes.map(({ cause, confidence }) => [cause, confidence])).toEqual([
      ['outlook-memory', 'high'],
      ['misspelt-control-set', 'low'],
      ['gc-break-on-oom', 'low'],
    ]);
    const why = causes[0]?.nonFixes.map((one) => one.why).join('\n');
    expect(why).toMatch(/It is set here: take it away[\s\S]*has never been in force/);
    const plan = JSON.parse(await readFile(desk.path('p.json'), 'utf8'));
    expect(plan.hosts[0].findings.map(({ remedy }: { remedy: string }) => remedy).sort()).toEqual([
      'gc-break-on-oom',
      'misspelt-control-set',
      'outlook-pst-cache',
    ]);
  });

  it.each([
    ['crm-looks-sick', 'PC12'],
    ['event-9646-looks-sick', 'EX02'],
  ])('%s looks sick and is not', async (scene, name) => {
    const said = await diagnose(await openScene(scene), name);
    expect(hostOf(said, name)).toMatchObject({ status: 'nothing-found', causes: [], couldNotTell: [] });
    expect(said.exitCode).toBe(0);
  });
});

describe('what could not be told', () => {
  it('is unknown, never nothing; a host that is away is unreachable', async () => {
    const desk = await Desk.open({
      EX01: (state) => {
        state.eventsUnreadable = 'Access is denied';
      },
      EX02: (state) => {
        state.unreachable = 'No route to host';
      },
    });
    const said = await diagnose(desk, 'all', '--symptom', '26');
    expect(said.exitCode).toBe(5);
    expect(hostOf(said, 'EX01')).toMatchObject({ status: 'unknown', causes: [] });
    expect(hostOf(said, 'EX01').couldNotTell.join()).toContain('Event 26 of Outlook could not be read');
    expect(hostOf(said, 'EX02')).toMatchObject({ status: 'unreachable', sightings: [], causes: [] });
  });

  it('fixes that contradict each other are left to the person, and the plan says so', async () => {
    const desk = await Desk.open({
      PC12: (state) => {
        state.registry.push({
          path: 'HKLM\\SYSTEM\\CurrectControlSet\\services\\Tcpip\\Parameters',
          values: [{ name: 'TCPTimedWaitDelay', kind: 'REG_DWORD', data: 60 }],
        });
        state.events.push({
          log: 'System',
          provider: 'Tcpip',
          id: 4227,
          at: '2026-01-15T07:00:00Z',
          properties: [],
          message: '',
        });
      },
    });
    const said = await desk.type('diagnose', 'PC12', '--symptom', 'ports', '--plan', desk.path('p.json'));
    expect(said.exitCode).toBe(2);
    expect(said.stdout).toContain('misspelt-control-set');
    expect(said.stderr).toMatch(/Not in it: PC12: .*want different states[\s\S]*No plan was saved/);
  });

  it('a diagnosis writes nothing to a host', async () => {
    const desk = await openScene('crm-outlook');
    await diagnose(desk, 'PC12');
    expect((await desk.state('PC12')).writes).toBe(0);
  });

  it('reads well: chain, confidence, fixes, non-fixes, and no more than 80 columns', async () => {
    const said = await (await openScene('mtu-black-hole')).type('diagnose', 'EX01', 'PC07');
    expect(said.stdout).toMatch(
      /What was seen[\s\S]*└─► 2: [\s\S]*Cause 1: .*[\s\S]*Fixes, in this order:[\s\S]*No fix:/,
    );
    expect(Math.max(...said.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(said.stdout).not.toMatch(/undefined|NaN|\[object/);
    expect(said.stderr).toContain('PC07: reading facts and states');
  });
});
