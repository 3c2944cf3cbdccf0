/** Passwords, questions, agents, and what a person reads when none of them was let in. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthContext } from 'ssh2';
import { afterEach, describe, expect, test } from 'vitest';
import { UnreachableError, UsageError } from '../../../src/model/errors.ts';
import type { Host } from '../../../src/model/host.ts';
import { sshTransport } from '../../../src/transports/ssh/index.ts';
import { exchange, optionsWith, refusalOf, signal } from '../hosts.ts';
import { makeKey } from '../sshd.ts';
import { type Script, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

const secret = 'correct horse';
const { start } = sshTransport(optionsWith({}, secret));
const servers: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const serve = async (script: Script) => {
  const server = await startScriptedServer(script);
  servers.push(server);
  return server;
};

/** Lets in whoever passes `test` by `method`, and offers nothing else. */
const only = (method: 'password' | 'keyboard-interactive', ask: (context: AuthContext) => void) => ({
  authenticate: (context: AuthContext) =>
    context.method === method ? ask(context) : context.reject([method]),
});

const byPassword = only('password', (context) =>
  context.method === 'password' && context.password === secret
    ? context.accept()
    : context.reject(['password']),
);

/** Asks `rounds` of questions one after another; the answers have to be `wanted`. */
const asking = (rounds: { prompt: string; echo: boolean }[][], wanted: string[], seen: string[] = []) =>
  only('keyboard-interactive', (context) => {
    if (context.method !== 'keyboard-interactive') return;
    const next = (at: number): void => {
      const questions = rounds[at];
      if (questions === undefined) {
        if (seen.join() === wanted.join()) context.accept();
        else context.reject(['keyboard-interactive']);
        return;
      }
      context.prompt(questions, '', (answers) => {
        seen.push(...answers);
        next(at + 1);
      });
    };
    next(0);
  });

function withoutPassword(host: Host): Host {
  if (host.transport.type !== 'ssh') return host;
  const { password: _, ...transport } = host.transport;
  return { ...host, transport };
}

const echoed = async (server: ScriptedServer) => {
  const line = await start(server.host(), ['-NoProfile'], signal());
  line.stdin.write('in');
  const [text] = await Promise.all([new Promise((resolve) => line.stdout.once('data', resolve))]);
  line.destroy();
  return String(text);
};

describe('a password', () => {
  test('lets in where the server takes passwords', async () => {
    expect(await echoed(await serve(byPassword))).toBe('in');
  });

  test('answers the one hidden question of a keyboard-interactive server', async () => {
    const server = await serve(asking([[{ prompt: 'Passwort: ', echo: false }]], [secret]));
    expect(await echoed(server)).toBe('in');
  });

  test.each([
    ['a shown question', [[{ prompt: 'Name: ', echo: true }]]],
    [
      'two questions at once',
      [
        [
          { prompt: 'Password: ', echo: false },
          { prompt: 'Code: ', echo: false },
        ],
      ],
    ],
  ])('is never the answer to %s', async (_what, rounds) => {
    const seen: string[] = [];
    const refusal = await refusalOf(
      start((await serve(asking(rounds, [secret], seen))).host(), [], signal()),
    );
    expect(seen).not.toContain(secret);
    expect(refusal.message).toMatch(/asked more than a password, which only a person can answer/);
  });

  test('is given once: a second question gets nothing', async () => {
    const seen: string[] = [];
    const rounds = [[{ prompt: 'Password: ', echo: false }], [{ prompt: 'Code: ', echo: false }]];
    await refusalOf(start((await serve(asking(rounds, [secret, secret], seen))).host(), [], signal()));
    expect(seen).toEqual([secret, '']);
  });

  test('that is wrong is told with what was tried and offered, and is not in the message', async () => {
    const server = await serve(byPassword);
    const refusal = await refusalOf(
      sshTransport(optionsWith({}, 'battery staple')).start(server.host(), [], signal()),
    );
    expect(refusal).toBeInstanceOf(UnreachableError);
    expect(refusal.message).toMatch(
      /^EX01: 127\.0\.0\.1:\d+ did not let admin in\. Tried: password\. The host offers: password\./,
    );
    expect(JSON.stringify([refusal.message, refusal.stack, String(refusal.cause)])).not.toContain('battery');
  });

  test('where the host takes keys only is not tried', async () => {
    const server = await serve({ authenticate: (context) => context.reject(['publickey']) });
    const refusal = await refusalOf(start(server.host(), [], signal()));
    expect(refusal.message).toMatch(/Tried: nothing that the host offers\. The host offers: publickey\./);
  });

  test('after a key, where a server wants both', async () => {
    let key = false;
    const server = await serve({
      authenticate: (context) => {
        if (context.method === 'publickey') {
          if (context.signature === undefined) return context.accept();
          key = true;
          return context.reject(['password'], true);
        }
        if (context.method === 'password' && key && context.password === secret) return context.accept();
        context.reject(key ? ['password'] : ['publickey']);
      },
    });
    const keyFile = join(server.folder, 'user');
    makeKey('ed25519', keyFile);
    const line = await start(server.host({ keyFile }), [], signal());
    line.destroy();
    expect((await line.ended).why).toMatch(/closed by us/);
  });
});

describe('an SSH agent', () => {
  test('that cannot be reached is named, and the password is tried after it', async () => {
    const options = optionsWith({ environment: { SSH_AUTH_SOCK: '/nowhere/agent' } }, secret);
    const server = await serve({
      authenticate: (context) => context.reject(['publickey', 'password']),
    });
    const refusal = await refusalOf(sshTransport(options).start(server.host({ agent: true }), [], signal()));
    expect(refusal.message).toMatch(/Tried: keys of the SSH agent, password \(the agent did not answer\)/);
  });

  test('that is asked for and not there is a mistake of the inventory', async () => {
    const host = withoutPassword((await serve({})).host({ agent: true }));
    const refusal = await refusalOf(sshTransport(optionsWith({ environment: {} })).start(host, [], signal()));
    expect(refusal).toBeInstanceOf(UsageError);
    expect(refusal.message).toMatch(/SSH_AUTH_SOCK is not set/);
  });

  test.skipIf(!existsSync('/usr/bin/ssh-agent'))(
    'signs with its keys (SKIPPED without ssh-agent)',
    async () => {
      const server = await serve({
        authenticate: (context) =>
          context.method === 'publickey' ? context.accept() : context.reject(['publickey']),
      });
      const socket = join(server.folder, 'agent');
      const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
      try {
        await expect.poll(() => existsSync(socket)).toBe(true);
        const keyFile = join(server.folder, 'user');
        makeKey('rsa', keyFile);
        execFileSync('ssh-add', ['-q', keyFile], { env: { SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
        const options = optionsWith({ environment: { SSH_AUTH_SOCK: socket } });
        const line = await sshTransport(options).start(server.host({ agent: true }), [], signal());
        line.destroy();
        expect((await line.ended).exitCode).toBeUndefined();
      } finally {
        agent.kill();
      }
    },
  );
});

test('nothing to log in with is a mistake of the inventory', async () => {
  const refusal = await refusalOf(start(withoutPassword((await serve({})).host()), [], signal()));
  expect(refusal).toBeInstanceOf(UsageError);
  expect(refusal.message).toMatch(/no way to log in as admin.*key, agent or password/);
});

test('a command line arrives as one that any shell reads alike', async () => {
  let heard = '';
  const server = await serve({
    command: (channel, _hangUp, commandLine) => {
      heard = commandLine;
      channel.exit(0);
      channel.end();
    },
  });
  const line = await start(server.host(), ['-NoProfile', '-EncodedCommand', 'QQA='], signal());
  expect((await exchange(line, Buffer.alloc(0))).end.exitCode).toBe(0);
  expect(heard).toBe('powershell.exe -NoProfile -EncodedCommand QQA=');
});
