import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { surveyFleet } from '../../../src/run/observe/survey-fleet.ts';
import { makePlan } from '../../../src/run/planning/make-plan.ts';
import { simulatedTransport } from '../../../src/transports/simulated/index.ts';
import { winrmTransport } from '../../../src/transports/winrm/index.ts';
import { dword, Lab, value, wanting, wish } from '../../run/lab.ts';
import { anyBytes, exchange, optionsWith, running, signal } from '../hosts.ts';
import { echoing } from './programs.ts';
import { shortTimes } from './short-times.ts';
import { ann, WinrmServer, type WinrmServerOptions } from './winrm-server.ts';

const options = optionsWith({ credential: async () => new Secret(ann.password), connectSeconds: 240 });
const patient = {
  ...shortTimes,
  operationSeconds: 60,
  graceSeconds: 180,
  leaveSeconds: 60,
  cleanUpSeconds: 60,
};
const transport = winrmTransport(options, patient);
const HOSTS = 200;

async function serve(given: WinrmServerOptions): Promise<WinrmServer> {
  const server = await WinrmServer.start(given);
  onTestFinished(() => server.stop());
  return server;
}

describe('much at once over WinRM', () => {
  it.each([
    ['2 MB', 2_000_000, 500],
    ['2 MB in messages of 150 KB', 2_000_000, 150],
    ['5 MB', 5_000_000, 500],
  ])(
    '%s on stdin, and as much back',
    async (_, length, envelopeKilobytes) => {
      const server = await serve({ program: echoing, envelopeKilobytes });
      const input = anyBytes(length);
      const line = await transport.start(server.host(), running('exit'), signal());
      const { out, error, end } = await exchange(line, input);
      expect(out.equals(input)).toBe(true);
      expect([error, end.exitCode]).toEqual(['end seen', 0]);
      expect(server.shells.counts.Send).toBeGreaterThan(length / (envelopeKilobytes * 1024));
    },
    300_000,
  );

  it(`${HOSTS} lines to one server, each with its own bytes`, async () => {
    const server = await serve({ program: echoing });
    const talk = async (number: number) => {
      const line = await transport.start(server.host({}, `HOST${number}`), running('exit'), signal());
      const input = Buffer.from(`${number}:${'x'.repeat(20_000)}\n`);
      const { out, end } = await exchange(line, input);
      return out.equals(input) && end.exitCode === 0;
    };
    const all = await Promise.all(Array.from({ length: HOSTS }, (_, number) => talk(number)));
    expect(all.filter((isRight) => !isRight)).toEqual([]);
    expect([server.shells.commandLines.length, server.logins, server.shells.open]).toEqual([200, 400, 0]);
    await expect.poll(() => server.connections, { timeout: 60_000 }).toBe(0);
  }, 300_000);

  it(`${HOSTS} hosts, each behind a server of its own, planned by one controller at the same time`, async () => {
    const lab = await Lab.open();
    const servers: WinrmServer[] = [];
    for (let number = 1; number <= HOSTS; number += 1) {
      const name = `host${number}`;
      const simulated = await lab.add(name);
      const program = () => simulatedTransport.start(simulated, [], signal());
      const server = await serve({ program });
      servers.push(server);
      lab.hosts.set(name, server.host({}, name));
    }
    const { transports, limits } = lab.context;
    lab.context = {
      ...lab.context,
      transports: { ...transports, winrm: transport },
      limits: { ...limits, parallel: HOSTS, silenceSeconds: 240 },
    };
    const wishes = [wish(value('Dword'), dword(64))];
    const surveyed = await surveyFleet(lab.context, [...lab.hosts.values()], () => wanting(wishes));
    expect(
      surveyed.filter(({ outcome }) => outcome.status !== 'differs').map(({ outcome }) => outcome),
    ).toEqual([]);
    const { hosts } = await makePlan(lab.context, surveyed);
    expect(new Set(hosts.map(({ machine }) => machine.guid)).size).toBe(HOSTS);
    // One shell with one command a host, two logins, nothing left.
    for (const { shells, logins, plain } of servers)
      expect([shells.commandLines.length, logins, plain, shells.open, shells.killed]).toEqual([
        1, 2, 0, 0, 0,
      ]);
  }, 300_000);
});
