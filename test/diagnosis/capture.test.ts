import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyseCapture } from '../../src/capture/analyse-capture.ts';
import { captureSighting, diagnose as diagnoseHosts } from '../../src/diagnosis/index.ts';
import type { CaptureReport } from '../../src/model/capture.ts';
import type { DiagnosedHost } from '../../src/model/causal-chain.ts';
import type { Sighting } from '../../src/model/sighting.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { Desk } from '../cli/desk.ts';

const fileOf = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/captures/${name}.pcap`, import.meta.url));

/** A client whose Outlook is cut off every ten seconds, from this time on. */
const cutOff = (since: string) => (state: HostState) => {
  const start = Date.parse(since);
  const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
  state.clock = at(300);
  for (let lost = 0; lost < 8; lost += 1)
    state.events.push({
      log: 'Application',
      provider: 'Outlook',
      id: 26,
      at: at(lost * 10),
      properties: ['lost'],
      message: '',
    });
};

/** The same client, at this address. */
const explain = (since: string, address: string, between: readonly Sighting[]) =>
  diagnoseHosts(
    [
      {
        host: 'PC07',
        addresses: [address],
        planCommand: 'setright plan PC07',
        lookCommand: 'setright diagnose PC07',
        isFile: false,
        at: since,
        sightings: [
          {
            kind: 'outlook-reconnects',
            text: 'Outlook lost Exchange',
            from: since,
            to: since,
            count: 8,
            who: [],
            everySeconds: 10,
          },
        ],
        couldNotTell: [],
        judged: [],
      },
    ],
    between,
  );

describe('a capture in the diagnosis', () => {
  let captured: CaptureReport;
  beforeAll(async () => {
    captured = await analyseCapture(createReadStream(fileOf('hole-at-sender')));
  });
  const diagnose = async (name: string, since: string) => {
    const desk = await Desk.open({ PC07: cutOff(since) });
    const said = await desk.type('diagnose', 'PC07', '--symptom', '26', '--capture', fileOf(name), '--json');
    const document = JSON.parse(said.stdout);
    return { exitCode: said.exitCode, document, host: document.hosts[0] as DiagnosedHost };
  };

  it('of the same hour is where the chain begins; by its time only it is likely, not sure', async () => {
    const { exitCode, host, document } = await diagnose('hole-at-sender', captured.from);
    expect(exitCode).toBe(2);
    expect(document.capture).toMatchObject({ verdict: 'black-hole', from: captured.from });
    expect(host.causes[0]).toMatchObject({ cause: 'path-black-hole', confidence: 'medium' });
    expect(host.causes[0]?.because.join('\n')).not.toContain('..');
    expect(host.causes[0]?.because.join('\n')).toContain('nothing says that what was measured concerns PC07');
    expect(host.causes[0]?.wouldChange[0]).toMatch(/The IP address of PC07.*is sure/);
    expect(host.links.map(({ ground }) => ground)).toEqual(['time']);
    expect(host.sightings.map(({ kind }) => kind)).toEqual(['large-packets-vanish', 'outlook-reconnects']);
  });

  it.each([
    ['one of its ends', 0, 'high'],
    ['neither of them', 1, 'low'],
  ] as const)('of a host that is %s, by address', (_, other, confidence) => {
    const { sightings } = captureSighting(captured);
    const [end = ''] = sightings[0]?.who ?? [];
    const [host] = explain(captured.from, other === 0 ? end : '198.51.100.7', sightings);
    expect(host?.causes[0]).toMatchObject({ cause: 'path-black-hole', confidence });
    expect(host?.links.map(({ ground }) => ground)).toEqual(other === 0 ? ['address'] : []);
  });

  it('with loss of every size is loss, and no matter of an MTU', async () => {
    const { exitCode, host } = await diagnose('loss', captured.from);
    expect(exitCode).toBe(2);
    const [cause] = host.causes;
    expect(cause).toMatchObject({ cause: 'packet-loss', confidence: 'medium' });
    expect(cause?.nonFixes[0]?.what).toContain('MTU');
  });

  it('of another year is evidence of its own, and linked with nothing', async () => {
    const { host } = await diagnose('hole-at-sender', '2010-10-26T07:00:00Z');
    expect(host.causes[0]).toMatchObject({ cause: 'path-black-hole', confidence: 'medium' });
    expect(host.links).toEqual([]);
    expect(host.notLinked[0]?.why).toContain('too far apart');
  });

  it('with full packets in it rules the black hole out, and leaves idle connections', async () => {
    const { host } = await diagnose('hole-clamped', captured.from);
    expect(host.causes.map(({ cause, confidence }) => [cause, confidence])).toEqual([
      ['idle-connections', 'low'],
    ]);
    expect(host.ruledOut.map(({ cause }) => cause)).toEqual(['path-black-hole']);
    const older = await diagnose('hole-clamped', '2010-10-26T07:00:00Z');
    expect(older.host.ruledOut, 'not one of another year').toEqual([]);
    expect(older.host.causes.map(({ cause, confidence }) => [cause, confidence])).toEqual([
      ['path-black-hole', 'low'],
    ]);
  });
});
