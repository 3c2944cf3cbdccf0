import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { UnreachableError, UsageError } from '../../../src/model/errors.ts';
import { simulatedTransport } from '../../../src/transports/simulated/index.ts';
import { startSimulated } from '../../../src/transports/simulated/start-simulated.ts';
import { openStateFile } from '../../../src/transports/simulated/state/state-file.ts';
import { parsedFile } from '../../conformance/judge-case.ts';
import { readState, writeState } from '../../conformance/patch-host.ts';
import { simulatedHost } from '../../conformance/players.ts';
import { begin, set, speaker } from '../../conformance/vocabulary.ts';
import { c1, framesHeard, hostFile, start, talk, talkWith } from './talk.ts';

const hello = { speaker, echo: '', about: [] };
const say = ({ ask, body }: { ask: string; body: object }): [string, object] => [ask, body];

describe('the simulated process', () => {
  test('stands among the processes of its host while it lives', async () => {
    const path = hostFile();
    const { ask, host } = await talk(path);
    const answer = await ask('hello', hello);
    expect(answer).toMatchObject({
      reply: { process: { pid: 2601, startedAt: '2026-01-15T08:00:00.000Z' } },
    });
    expect(readState(path).processes).toEqual([
      { pid: 2601, startedAt: '2026-01-15T08:00:00.000Z', name: 'powershell', controller: process.pid },
    ]);
    await ask('bye', {});
    expect((await host.ended).exitCode).toBe(0);
    expect(readState(path).processes).toEqual([]);
  });

  test('of a controller that was killed has ended, whatever the file says; its lock is left behind', async () => {
    const path = hostFile();
    const killed = spawnSync(process.execPath, [
      fileURLToPath(new URL('killed-controller.ts', import.meta.url)),
      path,
    ]);
    expect(killed.signal, killed.stderr.toString()).toBe('SIGKILL');
    expect(readState(path).processes).toHaveLength(1);
    const { ask } = await talk(path);
    expect(await ask('hello', hello)).toMatchObject({
      reply: { lock: { run: 'r1', alive: false }, runs: [{ run: 'r1', state: 'open' }] },
    });
    expect(await ask('undo', { run: 'r1' })).toMatchObject({ reply: { state: 'restored' } });
  });

  test('undoes when its line is dropped, unheard', async () => {
    const path = hostFile();
    const { ask, host, client } = await talk(path);
    await ask(...say(begin('r1', [c1])));
    await ask(...say(set('r1', c1)));
    client.destroy();
    expect((await host.ended).exitCode).toBeUndefined();
    await expect.poll(() => parsedFile(readState(path), 'lock.json')).toBeNull();
    expect(parsedFile(readState(path), 'r1\\steps.ndjson')).toContainEqual(
      expect.objectContaining({ step: 'restored' }),
    );
  });

  test('ends with the signal that it was started with', async () => {
    const cancel = new AbortController();
    const { ask, host } = await talk(hostFile(), cancel.signal);
    await ask('hello', hello);
    cancel.abort();
    expect((await host.ended).exitCode).toBeUndefined();
    await expect(start(hostFile(), cancel.signal)).rejects.toBeInstanceOf(UnreachableError);
  });

  test('that is told to stop inside the prelude ends with 31, and the host is as it was', async () => {
    const path = hostFile();
    const before = readState(path);
    const host = await start(path);
    host.stdin.end('0123456789abcdef0123456789abcdef\n100\nhalf');
    expect((await host.ended).exitCode).toBe(31);
    expect(readState(path)).toEqual(before);
  });

  test('is started for simulated hosts only', async () => {
    const host = { ...simulatedHost('x'), transport: { type: 'local', executable: 'pwsh' } as const };
    await expect(simulatedTransport.start(host, [], new AbortController().signal)).rejects.toBeInstanceOf(
      UsageError,
    );
  });

  test('bytes may come in any pieces, and several requests at once', async () => {
    const host = await start(hostFile());
    const talking = talkWith(host);
    const lines = ['{"n":1,"verb":"=get","resources":[]}', '{"n":2,"verb":"=bye","echo":"=x"}'];
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    for (const byte of bytes.subarray(0, 60)) host.stdin.write(Buffer.from([byte]));
    host.stdin.write(bytes.subarray(60));
    expect((await host.ended).exitCode).toBe(0);
    expect(framesHeard(talking)).toMatchObject([{ n: 1 }, { n: 2 }]);
  });
});

describe('time on the simulated host', () => {
  test('a host without a clock really waits, a second at a time, and goes by the clock of its world', async () => {
    const path = hostFile({ services: [{ name: 'Slow', status: 'running', stopSeconds: 3 }] });
    const { clock: _unused, ...state } = readState(path);
    writeState(path, state);
    let now = Date.parse('2026-05-01T00:00:00Z');
    const slept: number[] = [];
    const world = {
      now: () => new Date(now),
      sleep: async (milliseconds: number) => {
        slept.push(milliseconds);
        now += milliseconds;
      },
      controller: process.pid,
      isRunning: () => true,
    };
    const talking = talkWith(startSimulated(await openStateFile(path), world, new AbortController().signal));
    const restart = {
      run: 'r1',
      id: 'e1',
      kind: 'service.restart',
      target: { service: 'Slow', deadlineSeconds: 9 },
    };
    await talking.ask(...say(begin('r1', [])));
    expect(await talking.ask('effect', restart)).toHaveProperty('reply');
    expect(slept).toEqual([1000, 1000, 1000]);
    expect(framesHeard(talking).filter((frame) => Object.hasOwn(frame as object, 'progress'))).toHaveLength(
      3,
    );
    expect(await talking.ask('hello', hello)).toMatchObject({ reply: { clock: '2026-05-01T00:00:03.000Z' } });
  });

  test('latency comes before each answer', async () => {
    const path = hostFile();
    writeState(path, { ...readState(path), latencyMs: 60 });
    const { ask } = await talk(path);
    const before = performance.now();
    await ask('hello', hello);
    await ask('nonsense', {});
    expect(performance.now() - before).toBeGreaterThanOrEqual(115);
  });
});
