/** Debian's tinyproxy on loopback: an HTTP proxy that nobody here wrote. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** Why tests through it cannot run here; undefined when they can. */
export const tinyproxyMissing: string | undefined =
  spawnSync('tinyproxy', ['-v']).status === 0
    ? undefined
    : 'needs tinyproxy on the PATH (apt-get install -y tinyproxy)';

export interface Tinyproxy {
  readonly port: number;
  log(): string;
  stop(): Promise<void>;
}

/** `lines` of its configuration: `BasicAuth user password`, `ConnectPort 443`. */
export async function startTinyproxy(...lines: readonly string[]): Promise<Tinyproxy> {
  const folder = await mkdtemp(join(tmpdir(), 'setright-tinyproxy-'));
  const [file, log] = [join(folder, 'tinyproxy.conf'), join(folder, 'log')];
  const port = await freePort();
  const own = [`Port ${port}`, 'Listen 127.0.0.1', 'Allow 127.0.0.1', 'Timeout 600', 'MaxClients 50'];
  await writeFile(file, [...own, `LogFile "${log}"`, 'LogLevel Connect', ...lines, ''].join('\n'));
  const child = spawn('tinyproxy', ['-d', '-c', file], { stdio: 'ignore' });
  const ended = once(child, 'close');
  await answering(port, child);
  return {
    port,
    log: () => readFileSync(log, 'utf8'),
    stop: async () => {
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

async function answering(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`tinyproxy ended with ${child.exitCode}`);
    const socket = connect({ host: '127.0.0.1', port });
    const isUp = await Promise.race([once(socket, 'connect'), once(socket, 'error')]).then(
      ([error]) => error === undefined,
      () => false,
    );
    socket.destroy();
    if (isUp) return;
    await setTimeout(100);
  }
  throw new Error('tinyproxy does not answer');
}
