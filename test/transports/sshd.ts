/**
 * Debian's own sshd on loopback, with a configuration, host keys and an authorized key of its own. Nothing of the machine's sshd or
 * of ~/.ssh is read or written. Runs as whoever runs the tests; as root it needs /run/sshd, which it creates.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

const program = '/usr/sbin/sshd';

/** Why tests over a real sshd cannot run here; undefined when they can. */
export const sshdMissing: string | undefined = existsSync(program)
  ? undefined
  : `needs ${program} (apt-get install -y openssh-server)`;

type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa';

export interface SshdOptions {
  /** Variables of every session, added to the PATH of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Runs instead of whatever the client asks for (SSH_ORIGINAL_COMMAND). */
  readonly forceCommand?: string;
  readonly hostKeys?: readonly HostKeyType[];
  /** A private key of another `startSshd`, to be let in here too. */
  readonly keyFile?: string;
  /** Listens there instead of on loopback; `inside` is put before its command line: a network namespace. */
  readonly at?: { readonly address: string; readonly inside: readonly string[] };
  /** Lines of sshd_config that overrule ours. */
  readonly config?: readonly string[];
}

export interface Sshd {
  readonly port: number;
  readonly user: string;
  /** Private key that lets `user` in. */
  readonly keyFile: string;
  /** Path of a known_hosts file that knows exactly this server. */
  readonly knownHosts: string;
  readonly folder: string;
  /** Logins that succeeded so far. */
  connections(): number;
  /** Commands that were started so far. */
  commands(): number;
  log(): string;
  /** Ends the server, not the sessions; those end with their clients. */
  stop(): Promise<void>;
}

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const folder = await mkdtemp(join(tmpdir(), 'setright-sshd-'));
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const keyFile = options.keyFile ?? join(folder, 'id_ed25519');
  if (options.keyFile === undefined) makeKey('ed25519', keyFile);
  const hostKeys = (options.hostKeys ?? ['ed25519']).map((type) => {
    const file = join(folder, `host_${type}`);
    makeKey(type, file);
    return file;
  });
  await writeFile(join(folder, 'authorized_keys'), await readFile(`${keyFile}.pub`));
  const port = await freePort();
  await writeFile(
    join(folder, 'sshd_config'),
    configOf(folder, port, hostKeys, options).join('\n').concat('\n'),
  );
  const publicKeys = await Promise.all(hostKeys.map((file) => readFile(`${file}.pub`, 'utf8')));
  const knownHosts = join(folder, 'known_hosts');
  await writeFile(
    knownHosts,
    publicKeys.map((key) => `[${options.at?.address ?? '127.0.0.1'}]:${port} ${key}`).join(''),
  );
  const { child, log } = await listening(join(folder, 'sshd_config'), options.at?.inside ?? []);
  const counted = (pattern: RegExp) => log().match(pattern)?.length ?? 0;
  return {
    port,
    user: userInfo().username,
    keyFile,
    knownHosts,
    folder,
    connections: () => counted(/^Accepted (?!key )/gm),
    commands: () => counted(/^Starting session: (?:command|forced-command)/gm),
    log,
    stop: async () => {
      if (child.exitCode === null && child.kill()) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configOf(folder: string, port: number, hostKeys: readonly string[], options: SshdOptions): string[] {
  const variables = { PATH: process.env.PATH ?? '', ...options.environment };
  const set = Object.entries(variables).map(([name, value]) => `"${name}=${value}"`);
  // The first line of a keyword counts.
  return [
    ...(options.config ?? []),
    `ListenAddress ${options.at?.address ?? '127.0.0.1'}:${port}`,
    ...hostKeys.map((file) => `HostKey ${file}`),
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'AllowTcpForwarding yes',
    'UseDNS no',
    'MaxStartups 100',
    'LogLevel VERBOSE',
    `SetEnv ${set.join(' ')}`,
    ...(options.forceCommand === undefined ? [] : [`ForceCommand ${options.forceCommand}`]),
  ];
}

async function listening(
  config: string,
  inside: readonly string[],
): Promise<{ child: ChildProcess; log: () => string }> {
  const [command = program, ...words] = [...inside, program, '-D', '-e', '-f', config];
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8');
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (text: string) => {
      log += text.replaceAll('\r', '');
      if (log.includes('Server listening on')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`sshd ended with ${code}: ${log}`)));
  });
  return { child, log: () => log };
}

export function makeKey(type: HostKeyType, file: string, passphrase = ''): void {
  const bits = type === 'rsa' ? ['-b', '2048'] : [];
  execFileSync('ssh-keygen', [
    '-q',
    '-t',
    type,
    ...bits,
    '-N',
    passphrase,
    '-C',
    'setright test',
    '-f',
    file,
  ]);
}
