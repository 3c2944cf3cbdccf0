import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyseCapture } from '../../src/capture/analyse-capture.ts';
import type { CaptureReport } from '../../src/model/capture.ts';
import type { DiagnosedHost } from '../../src/model/causal-chain.ts';
import type { HostState } from '../../src/transports/simulated/state.ts';
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

  it('of the same hour makes the black hole sure, and is where the chain begins', async () => {
    const { exitCode, host, document } = await diagnose('hole-at-sender', captured.from);
    expect(exitCode).toBe(2);
    expect(document.capture).toMatchObject({ verdict: 'black-hole', from: captured.from });
    expect(host.causes[0]).toMatchObject({ cause: 'path-black-hole', confidence: 'high' });
    expect(host.causes[0]?.because.join('\n')).not.toContain('..');
    expect(host.links).toHaveLength(1);
    expect(host.sightings.map(({ kind }) => kind)).toEqual(['large-packets-vanish', 'outlook-reconnects']);
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
