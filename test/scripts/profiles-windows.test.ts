import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestLine, unmark } from '../../src/model/line.ts';
import type { PowerShellProcess } from '../../src/model/transport.ts';
import { bootstrapArguments, prelude } from '../../src/powershell/index.ts';
import { type LineClient, talkTo } from '../conformance/line-client.ts';
import { windowsPwsh, wineRuntime } from '../fakes/start-windows.ts';

const nonce = '0123456789abcdef'.repeat(2);
const speaker = { version: '0.1.0', controller: 'ADMIN-PC', person: 'CORP\\admin' };
const run = `users-${process.pid}`;
const missing =
  windowsPwsh.length === 0 ? ' (SKIPPED: SETRIGHT_WINDOWS_PWSH names no Windows build of PowerShell)' : '';

interface Found {
  readonly sid: string;
  readonly path: string;
  readonly loaded: boolean;
  readonly kind: string;
}

/** Profiles and a loaded hive are real there; reg.exe in Wine loads no hive. */
describe.skipIf(missing !== '')(`users of a Windows${missing}`, () => {
  let client: LineClient;
  let n = 0;
  const ask = async (verb: string, body: object): Promise<Record<string, unknown>> => {
    n += 1;
    client.send(requestLine(n, verb, body));
    const frame = unmark(JSON.parse((await client.answer()) ?? 'null')) as { reply?: object };
    if (!frame.reply) throw new Error(JSON.stringify(frame));
    return frame.reply as Record<string, unknown>;
  };

  beforeAll(() => {
    const runtime = wineRuntime();
    const [program = '', ...words] = windowsPwsh;
    const child = spawn(program, [...words, ...bootstrapArguments(runtime)], { stdio: 'pipe' });
    const ended: PowerShellProcess['ended'] = new Promise((resolve) =>
      child.once('close', (code) => resolve({ exitCode: code ?? undefined, why: '' })),
    );
    const { stdin, stdout, stderr } = child;
    client = talkTo(
      { stdin, stdout, stderr, ended, hostKey: '', destroy: () => child.kill() },
      nonce,
      prelude(nonce, runtime),
    );
  });

  afterAll(async () => {
    await ask('bye', {});
    expect(await client.ended()).toBe(0);
  });

  it('are found by ProfileList; a value of one is set under the SID and undone to the key', async () => {
    const { facts } = await ask('observe', { questions: [{ fact: 'profiles', ask: {} }] });
    const [fact] = facts as { value: { profiles: Found[] } }[];
    const user = fact?.value.profiles.find(({ kind, loaded }) => kind === 'user' && loaded);
    const { sid = '', path: profile = '' } = user ?? {};
    expect(await ask('mount', { sid, leaseSeconds: 60 })).toMatchObject({ outcome: 'loaded' });
    const key = `Software\\Setright Test ${process.pid}\\a`;
    const resource = { kind: 'user-registry-value', sid, profile, key, name: 'v' };
    const before = { status: 'absent', missing: 'key', from: key.slice(0, -2) };
    const after = { status: 'present', value: { kind: 'REG_DWORD', data: 7 } };
    const changes = [{ id: 'c1', resource, before, after }];
    await ask('begin', { run, speaker, leaseSeconds: 60, changes });
    const set = await ask('set', { run, change: 'c1', expect: before, want: after });
    expect(set).toEqual({ found: before, now: after });
    expect(await ask('undo', { run })).toMatchObject({ state: 'restored' });
    expect(await ask('get', { resources: [resource] })).toEqual({ states: [before] });
    await ask('prune', { runs: [run] });
  }, 120_000);
});
