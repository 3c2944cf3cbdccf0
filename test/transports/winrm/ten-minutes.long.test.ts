/** A command that says nothing for ten minutes: a host answers every Receive meanwhile that it has nothing yet, and is asked again. */
import { expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { winrmTransport } from '../../../src/transports/winrm/index.ts';
import { defaultTimes, type WinrmTimes } from '../../../src/transports/winrm/times.ts';
import { all, optionsWith, running, signal } from '../hosts.ts';
import { because } from '../powershell.ts';
import { played } from './programs.ts';
import { shortTimes } from './short-times.ts';
import { ann, WinrmServer } from './winrm-server.ts';

const SECONDS = 600;
/** So many Receives run out of time in ten minutes. */
const RECEIVES = SECONDS / defaultTimes.receiveSeconds;

const options = optionsWith({ credential: async () => new Secret(ann.password) });

/** Waits out a silence, then speaks both ways: what is sent after it arrives, and so does what is said. */
async function sitThrough(
  times: WinrmTimes,
  mostSeconds: number,
  silence: (server: WinrmServer) => Promise<void>,
) {
  let say = (_text: string): void => {};
  const program = async () =>
    played((stdin, { stdout, end }) => {
      say = (text) => stdout.write(text);
      stdin.on('data', (chunk: Buffer) => stdout.write(chunk));
      stdin.on('end', () => end(7));
    });
  const server = await WinrmServer.start({ program, mostSeconds });
  onTestFinished(() => server.stop());
  const line = await winrmTransport(options, times).start(server.host(), running('exit'), signal());
  const heard = all(line.stdout);
  const isOver = line.ended.then(() => 'over' as const);
  expect(await Promise.race([silence(server), isOver])).not.toBe('over');
  say('after ten minutes\n');
  line.stdin.end('and an answer\n');
  expect((await heard).toString()).toBe('after ten minutes\nand an answer\n');
  expect((await line.ended).exitCode).toBe(7);
  expect([server.shells.commandLines.length, server.shells.killed]).toEqual([1, 0]);
  expect(server.shells.counts.Receive).toBeGreaterThan(RECEIVES - 2);
}

/** As many Receives as ten minutes have ran out of time. */
async function ranOut(server: WinrmServer): Promise<void> {
  while ((server.shells.counts.Receive ?? 0) <= RECEIVES)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

it('as many Receives as ten minutes have, each a tenth of a second', async () => {
  await sitThrough(shortTimes, 0.1, ranOut);
}, 120_000);

const notAsked =
  process.env.SETRIGHT_TEN_MINUTES === undefined ? 'takes them: set SETRIGHT_TEN_MINUTES' : undefined;

it.skipIf(notAsked)(
  `ten minutes by the clock, with the waits that people have${because(notAsked)}`,
  async () => {
    await sitThrough(defaultTimes, 60, () => new Promise((resolve) => setTimeout(resolve, SECONDS * 1000)));
  },
  700_000,
);
