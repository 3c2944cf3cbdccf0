/** An SSH server in this process, for what a real one does not do on request: refuse, ask, fall silent, hang up. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2';
import type { SshTransport } from '../../../src/model/host.ts';
import { hostWith } from '../hosts.ts';
import { makeKey } from '../sshd.ts';

export interface Script {
  /** Lets everybody in when left out. */
  readonly authenticate?: (context: AuthContext, connection: Connection) => void;
  /** What a started command does; echoes when left out. `hangUp` cuts the TCP connection, `fallSilent` stops reading from it. */
  readonly command?: (
    channel: ServerChannel,
    hangUp: () => void,
    commandLine: string,
    fallSilent: () => void,
  ) => void;
  /** Takes the TCP connection and says nothing. */
  readonly silent?: boolean;
  /** Says who it is, and nothing more to the first so many connections. */
  readonly stalls?: number;
}

export interface ScriptedServer {
  readonly port: number;
  readonly folder: string;
  /** known_hosts that knows this server. */
  readonly knownHosts: string;
  host(settings?: Partial<SshTransport>): ReturnType<typeof hostWith>;
  open(): number;
  close(): Promise<void>;
}

export async function startScriptedServer(script: Script = {}): Promise<ScriptedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'setright-scripted-'));
  const keyFile = join(folder, 'host');
  makeKey('ed25519', keyFile);
  const sockets = new Set<Socket>();
  let stalls = script.stalls ?? 0;
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    if (script.silent) socket.resume();
    else if (stalls > 0) {
      stalls -= 1;
      socket.resume().write('SSH-2.0-stalls\r\n');
    } else ssh.injectSocket(socket);
  });
  const ssh = new ssh2.Server({ hostKeys: [readFileSync(keyFile)] }, (connection) => {
    connection.on('error', () => {});
    connection.on('authentication', (context) =>
      script.authenticate === undefined ? context.accept() : script.authenticate(context, connection),
    );
    connection.on('session', (accept) => {
      accept().on('exec', (grant, _refuse, { command }) => {
        const channel = grant();
        channel.on('error', () => {});
        const hangUp = () => {
          for (const socket of sockets) socket.destroy();
        };
        const fallSilent = () => {
          for (const socket of sockets) socket.removeAllListeners('data').pause();
        };
        if (script.command === undefined) channel.pipe(channel);
        else script.command(channel, hangUp, command, fallSilent);
      });
    });
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as AddressInfo;
  const knownHosts = join(folder, 'known_hosts');
  await writeFile(knownHosts, `[127.0.0.1]:${port} ${readFileSync(`${keyFile}.pub`, 'utf8')}`);
  const usual: SshTransport = {
    type: 'ssh',
    address: '127.0.0.1',
    port,
    user: 'admin',
    agent: false,
    password: { from: 'env', name: 'PASSWORD' },
    knownHosts,
    via: [],
    executable: 'powershell.exe',
  };
  return {
    port,
    folder,
    knownHosts,
    host: (settings = {}) => hostWith({ ...usual, ...settings }),
    open: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => tcp.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
