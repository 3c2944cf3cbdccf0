import { expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { winrmTransport } from '../../../src/transports/winrm/index.ts';
import { anyBytes, exchange, optionsWith, running, signal } from '../hosts.ts';
import { echoing } from './programs.ts';
import { shortTimes } from './short-times.ts';
import { ann, WinrmServer } from './winrm-server.ts';

const options = optionsWith({ credential: async () => new Secret(ann.password), connectSeconds: 120 });
const patient = { ...shortTimes, operationSeconds: 60, graceSeconds: 60, cleanUpSeconds: 30 };
const { start } = winrmTransport(options, patient);

test('5 MB both ways over one line', async () => {
  const server = await WinrmServer.start({ program: echoing });
  const input = anyBytes(5_000_000);
  const { out } = await exchange(await start(server.host(), running('exit'), signal()), input);
  expect(out.equals(input)).toBe(true);
  await server.stop();
}, 120_000);

test('200 lines at once from one process, each with its own bytes', async () => {
  const server = await WinrmServer.start({ program: echoing });
  const talk = async (number: number) => {
    const line = await start(server.host({}, `HOST${number}`), running('exit'), signal());
    const input = Buffer.from(`${number}:${'x'.repeat(20_000)}\n`);
    const { out, end } = await exchange(line, input);
    return out.equals(input) && end.exitCode === 0;
  };
  const all = await Promise.all(Array.from({ length: 200 }, (_, number) => talk(number)));
  expect(all.filter((isRight) => !isRight)).toEqual([]);
  expect([server.shells.commandLines.length, server.logins, server.shells.open]).toEqual([200, 400, 0]);
  await expect.poll(() => server.connections).toBe(0);
  await server.stop();
}, 120_000);
