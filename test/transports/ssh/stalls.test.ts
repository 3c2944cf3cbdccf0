/** Lines that stall, told from those that are slow, dead, or not to be tried in small packets. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { StalledError, UnreachableError } from '../../../src/model/errors.ts';
import { scanHostKey, sshTransport } from '../../../src/transports/ssh/index.ts';
import { watchProgress } from '../../../src/transports/ssh/progress-watch.ts';
import { optionsWith, refusalOf, signal } from '../hosts.ts';
import { type Script, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

const servers: ScriptedServer[] = [];
const serve = async (script: Script) => {
  const server = await startScriptedServer(script);
  servers.push(server);
  return server;
};
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const hasty = optionsWith({ connectSeconds: 4 });

describe('a handshake that stalls', () => {
  test('is told from a host that never answered, before the deadline', async () => {
    const server = await serve({ stalls: 1 });
    const patient = sshTransport(optionsWith({ connectSeconds: 600 }));
    const refusal = await refusalOf(patient.start(server.host(), [], signal()));
    expect(refusal).toBeInstanceOf(StalledError);
    expect(refusal).toMatchObject({ swallowed: 'either' });
    expect(refusal.message).toMatch(/^EX01: 127\.0\.0\.1:\d+ answered and then fell silent.*narrow: true/);
    await expect.poll(() => server.open()).toBe(0);
  }, 60_000);

  test.each([
    ['nothing was heard at all', { silent: true }, {}],
    ['narrow mode is forbidden', { stalls: 1 }, { narrow: false }],
    ['it was in narrow mode', { stalls: 1 }, { narrow: true }],
  ])(
    'is none when %s: the deadline ends it',
    async (_, script, settings) => {
      const server = await serve(script);
      const refusal = await refusalOf(sshTransport(hasty).start(server.host(settings), [], signal()));
      expect(refusal).toBeInstanceOf(UnreachableError);
      expect(refusal).not.toBeInstanceOf(StalledError);
      expect(refusal.message).toMatch(/no PowerShell within 4 s/);
    },
    180_000,
  );

  test('leads to the host key in small packets', async () => {
    const server = await serve({ stalls: 1 });
    const scan = (narrow?: boolean) =>
      scanHostKey(server.host(narrow === undefined ? {} : { narrow }), hasty, signal());
    expect(await scan()).toMatchObject({ standing: 'known', hasStalled: true });
    expect(await scan()).toMatchObject({ standing: 'known', hasStalled: false });
  }, 60_000);
});

describe('an exchange that stalls', () => {
  const fallSilent: Script = {
    command: (channel, _hangUp, _line, silent) => {
      channel.resume();
      silent();
    },
  };
  const keepAliveSeconds = 0.5;

  test('ends the line as stalled, when not even signs of life are answered', async () => {
    const server = await serve(fallSilent);
    const line = await sshTransport({ ...hasty, keepAliveSeconds: 3 }).start(server.host(), [], signal());
    line.stdin.write('small');
    expect(await line.ended).toMatchObject({ stalled: 'from-host', exitCode: undefined });
  }, 60_000);

  test.each([
    ['large things have crossed', {}, true],
    ['narrow mode is forbidden', { narrow: false }, false],
  ])(
    'is a line that broke once %s',
    async (_, settings, works) => {
      const server = await serve(fallSilent);
      const line = await sshTransport({ ...hasty, keepAliveSeconds }).start(
        server.host(settings),
        [],
        signal(),
      );
      if (works) line.lineWorks?.();
      expect(await line.ended).not.toHaveProperty('stalled');
    },
    180_000,
  );
});

describe('watching for progress', () => {
  test('counts looks that saw none in a row, and none while nothing is owed', () => {
    vi.useFakeTimers();
    const stalled = vi.fn();
    let mark: number | undefined;
    watchProgress(() => mark, 3, stalled);
    vi.advanceTimersByTime(60_000);
    for (mark = 0; mark < 5; mark += 1) vi.advanceTimersByTime(3000);
    expect(stalled).not.toHaveBeenCalled();
    vi.advanceTimersByTime(4000);
    expect(stalled).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(60_000);
    expect(stalled).toHaveBeenCalledTimes(1);
  });

  test('ends when it is told so', () => {
    vi.useFakeTimers();
    const stalled = vi.fn();
    watchProgress(() => 1, 3, stalled)();
    vi.advanceTimersByTime(60_000);
    expect(stalled).not.toHaveBeenCalled();
  });
});
