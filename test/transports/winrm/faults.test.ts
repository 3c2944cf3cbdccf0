/** What is said of faults, and what breaks in other ways than by one; `fault-table.test.ts` has every fault at every step. */
import { afterEach, describe, expect, test } from 'vitest';
import { UnreachableError } from '../../../src/model/errors.ts';
import { Secret } from '../../../src/model/secret.ts';
import { winrmTransport } from '../../../src/transports/winrm/index.ts';
import { anyBytes, exchange, optionsWith, refusalOf, running, signal } from '../hosts.ts';
import { echoing, played } from './programs.ts';
import { shortTimes } from './short-times.ts';
import { type Accident, ann, WinrmServer } from './winrm-server.ts';

const options = optionsWith({ credential: async () => new Secret(ann.password), connectSeconds: 3 });
const { start } = winrmTransport(options, shortTimes);
let server: WinrmServer;

afterEach(() => server.stop());

/** One accident, at the nth message of an action. */
const at = (action: string, nth: number, accident: Accident) => (said: string, count: number) =>
  said === action && count === nth ? accident : undefined;

const fault = (code: number, isCarriedOut = false, isWmi = false): Accident => ({
  kind: 'fault',
  code,
  isCarriedOut,
  isWmi,
});

async function serve(accident: (action: string, nth: number) => Accident | undefined) {
  server = await WinrmServer.start({ program: echoing, accident, mostSeconds: 0.3 });
}

/** Sends `input` and reads all, with a line at the end so that the program's output is whole lines. */
async function talk(input: string) {
  const line = await start(server.host(), running('exit'), signal());
  return exchange(line, Buffer.from(input));
}

const commands = () => server.shells.commandLines.length;

describe('a connection that breaks where nothing is lost by it', () => {
  test.each(['Receive', 'Delete'])('%s', async (action) => {
    await serve(at(action, 1, { kind: 'drop-before' }));
    const { out, error, end } = await talk('one line\n');
    expect([out.toString(), error, end.exitCode]).toEqual(['one line\n', 'end seen', 0]);
    expect([commands(), server.shells.killed]).toEqual([1, 0]);
  });
});

describe('what ends the start, with nothing done there', () => {
  test.each([
    ['Create', fault(5), /opening a shell: the host refused it \(fault 5, .*\): said 5\. .*administrator/],
    ['Create', fault(2147942405), /fault 2147942405.*LocalAccountTokenFilterPolicy/],
    ['Create', fault(2150859180), /Remote shells are off/],
    ['Create', fault(2150858793), /did not answer in the time/],
    ['Create', fault(12345), /fault 12345, .*\): said 12345\. Look the code up/],
    ['Create', { kind: 'drop-after' }, /broke at opening a shell/],
    ['Create', { kind: 'status', status: 413 }, /HTTP status 413 .*MaxEnvelopeSizekb/],
    ['Create', { kind: 'spoil' }, /the seal of a message does not hold/],
    ['Create', { kind: 'unseal' }, /is not sealed; it may be from somebody else/],
    ['Command', fault(2147942402), /did not find the PowerShell to start: set `executable`/],
    ['Command', fault(2150858793, true), /did not answer in the time/],
    ['Command', { kind: 'drop-after' }, /broke at starting pwsh/],
    ['Command', { kind: 'drop-before' }, /broke at starting pwsh/],
    ['Command', { kind: 'status', status: 401 }, /did not let CORP\\ann in/],
  ] as readonly [string, Accident, RegExp][])('%s: %j', async (action, accident, why) => {
    await serve(at(action, 1, accident));
    const refusal = await refusalOf(talk('never sent\n'));
    expect(refusal).toBeInstanceOf(UnreachableError);
    expect(refusal.message).toMatch(why);
    expect([commands() <= 1, server.shells.counts.Send]).toEqual([true, undefined]);
  });

  test('a quota that stays: the host is asked again until the deadline, and its own words are shown', async () => {
    await serve((action) => (action === 'Create' ? fault(2150859173) : undefined));
    const refusal = await refusalOf(talk('never sent\n'));
    expect(refusal.message).toMatch(/fault 2150859173, .*\): said 2150859173\. .*MaxShellsPerUser/);
    expect(commands()).toBe(0);
  });

  test('a deadline in the middle of the start: the shell that was made is taken away', async () => {
    await serve((action) => (action === 'Command' ? { kind: 'hang' } : undefined));
    const hasty = winrmTransport({ ...options, connectSeconds: 0.7 }, shortTimes);
    const refusal = await refusalOf(hasty.start(server.host(), running('exit'), signal()));
    expect(refusal.message).toMatch(/no PowerShell within 0\.7 s; it got as far as starting pwsh/);
    await expect.poll(() => server.shells.counts.Delete).toBe(1);
    expect(server.shells.open).toBe(0);
  });

  test('a shell that is gone twice: a new one is made once', async () => {
    await serve((action) => (action === 'Command' ? fault(2150858843) : undefined));
    expect(await refusalOf(talk('never sent\n'))).toBeInstanceOf(UnreachableError);
    expect([server.shells.counts.Create, commands()]).toEqual([2, 0]);
  });
});

describe('what loses the line: the outcome is not known, nothing is sent twice', () => {
  test.each([
    ['Send', { kind: 'drop-before' }, /what was sent did not arrive/],
    ['Send', { kind: 'drop-after' }, /what was sent did not arrive/],
    ['Send', fault(12345), /fault 12345, .*\): said 12345/],
    ['Send', { kind: 'spoil' }, /the seal of a message does not hold/],
    ['Receive', fault(2150858843), /fault 2150858843/],
    ['Receive', fault(995), /fault 995/],
    ['Receive', fault(54321), /fault 54321, .*\): said 54321/],
  ] as readonly [string, Accident, RegExp][])('%s: %j', async (action, accident, why) => {
    await serve(at(action, 1, accident));
    const { end } = await talk('once at most\n');
    expect(end.exitCode).toBeUndefined();
    expect(end.why).toMatch(why);
    expect([commands(), server.shells.pieces.length <= 2]).toEqual([1, true]);
  });

  test('a Send that is busy for ever is given up', async () => {
    await serve((action) => (action === 'Send' ? fault(170) : undefined));
    const { end } = await talk('once at most\n');
    expect(end.why).toMatch(/fault 170/);
    expect(server.shells.pieces).toEqual([]);
  });

  /** Prints a part when each Receive arrives, and loses the answer to the second: no clock decides what is in which answer. */
  async function losingTheSecond(...parts: readonly string[]) {
    let print = (_: number) => {};
    const program = async () =>
      played((_, { stdout, end }) => {
        print = (nth) => {
          stdout.write(parts[nth - 1] ?? '');
          if (nth >= parts.length) end(0);
        };
      });
    const accident = (action: string, nth: number): Accident | undefined => {
      if (action === 'Receive') print(nth);
      return action === 'Receive' && nth === 2 ? { kind: 'drop-after' } : undefined;
    };
    server = await WinrmServer.start({ program, accident });
    return exchange(await start(server.host(), running('exit'), signal()), Buffer.alloc(0));
  }

  test('an answer that is lost in the middle of a line ends it: what was in it could be missing unseen', async () => {
    const { out, end } = await losingTheSecond('{"half":', '1,"other":', '2}\n');
    expect(out.toString()).toBe('{"half":');
    expect(end.why).toMatch(/broke in the middle of a line/);
  });

  test('an answer that is lost between two lines is asked for again', async () => {
    const { out, end } = await losingTheSecond('first\n', 'lost\n', 'third\n');
    expect([out.toString(), end.exitCode]).toEqual(['first\nthird\n', 0]);
  });

  test('a host that is gone is asked a few times, then given up', async () => {
    server = await WinrmServer.start({ program: async () => played(() => {}) });
    const line = await start(server.host(), running('exit'), signal());
    await server.stop();
    expect((await line.ended).why).toMatch(/could not be made again: .*ECONNREFUSED/);
    server = await WinrmServer.start({ program: echoing });
  });

  test('all connections dropped while nothing is under way but a Receive: the line goes on over new ones', async () => {
    await serve(() => undefined);
    const line = await start(server.host(), running('exit'), signal());
    line.stdin.write('before\n');
    await expect.poll(() => server.shells.pieces.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    server.dropAll();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { out, end } = await exchange(line, anyLine());
    expect([out.toString().endsWith('after\n'), end.exitCode]).toEqual([true, 0]);
    expect([commands(), server.logins]).toEqual([1, 4]);
  });
});

const anyLine = (): Buffer =>
  Buffer.concat([Buffer.from(anyBytes(1000).toString('hex')), Buffer.from('\nafter\n')]);
