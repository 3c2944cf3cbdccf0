import { readFile } from 'node:fs/promises';
import { UsageError } from '../../model/errors.ts';
import type { Host, SshEndpoint, SshTransport } from '../../model/host.ts';
import type { TransportOptions } from '../options.ts';
import { type LoginMethod, openPrivateKey } from './client.ts';

/** One machine on the way, the last one being the host itself, with everything needed to log in there. */
export interface Endpoint {
  /** For messages: `EX01` or `EX01, jump host bastion.example:22`. */
  readonly who: string;
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly methods: readonly LoginMethod[];
}

export function sshSettings(host: Host): SshTransport {
  if (host.transport.type !== 'ssh')
    throw new UsageError(`${host.name} is not reached by ssh (its transport is ${host.transport.type}).`);
  return host.transport;
}

/** The jump hosts before a host, which need not be reached by SSH itself, and the file with their keys. */
export function jumpSettings(host: Host): Pick<SshTransport, 'via' | 'knownHosts'> {
  return host.transport.type === 'winrm' ? host.transport : sshSettings(host);
}

/** In the order in which they are passed. Rejects with UsageError when a credential cannot be had. */
export async function jumpHostsOf(host: Host, options: TransportOptions): Promise<Endpoint[]> {
  const jumps: Endpoint[] = [];
  for (const jump of jumpSettings(host).via) {
    const who = `${host.name}, jump host ${jump.address}:${jump.port}`;
    jumps.push(endpointOf(host, who, jump, await methodsOf(who, jump, options)));
  }
  return jumps;
}

export async function targetOf(host: Host, options: TransportOptions): Promise<Endpoint> {
  const settings = sshSettings(host);
  return endpointOf(host, host.name, settings, await methodsOf(host.name, settings, options));
}

/** To look at its key only: no credential is asked for. */
export const targetWithoutLogin = (host: Host): Endpoint =>
  endpointOf(host, host.name, sshSettings(host), []);

function endpointOf(host: Host, who: string, at: SshEndpoint, methods: readonly LoginMethod[]): Endpoint {
  return { who, host: host.name, address: at.address, port: at.port, user: at.user, methods };
}

/** What the inventory names by itself comes first, so that a full agent does not use up the server's patience. */
async function methodsOf(
  who: string,
  endpoint: SshEndpoint,
  options: TransportOptions,
): Promise<LoginMethod[]> {
  const methods: LoginMethod[] = [];
  if (endpoint.keyFile !== undefined) {
    const passphrase = endpoint.passphrase && (await options.credential(endpoint.passphrase));
    const key = await keyIn(who, endpoint.keyFile, passphrase?.reveal());
    methods.push({ type: 'publickey', key, label: `key ${endpoint.keyFile}` });
  }
  if (endpoint.agent) {
    const socket = agentSocket(who, endpoint, options.environment ?? process.env);
    if (socket !== undefined) methods.push({ type: 'agent', socket, label: 'keys of the SSH agent' });
  }
  if (endpoint.password !== undefined) {
    const password = await options.credential(endpoint.password);
    methods.push({ type: 'password', password, label: 'password' });
    methods.push({ type: 'keyboard-interactive', password, label: 'password (keyboard-interactive)' });
  }
  if (methods.length === 0)
    throw new UsageError(
      `${who}: no way to log in as ${endpoint.user}. Set key, agent or password of the transport in the inventory.`,
    );
  return methods;
}

/** `passphrase` opens it when it is encrypted. */
async function keyIn(who: string, path: string, passphrase: string | undefined) {
  const data = await readFile(path).catch((cause: Error) => {
    throw new UsageError(
      `${who}: the key file ${path} cannot be read: ${cause.message}. Check \`key\` of the transport in the inventory.`,
      { cause },
    );
  });
  const key = openPrivateKey(data, passphrase);
  if (!(key instanceof Error)) return key;
  const cure = cureOf(path, data.toString('latin1'), passphrase !== undefined);
  throw new UsageError(`${who}: the key file ${path} cannot be used: ${key.message}. ${cure}`);
}

function cureOf(path: string, text: string, hasPassphrase: boolean): string {
  if (/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text))
    return `It is in the form PKCS#8: \`ssh-keygen -p -f ${path}\` writes it anew in OpenSSH's own.`;
  if (!/PRIVATE KEY-----|^PuTTY-User-Key-File/.test(text))
    return 'Name the file of the private key: the one that ssh-keygen made without .pub at its end.';
  return hasPassphrase
    ? 'Check that the passphrase belongs to this key.'
    : 'If it is encrypted, add `passphrase` to the transport in the inventory, or load the key into the SSH agent.';
}

function agentSocket(who: string, endpoint: SshEndpoint, environment: NodeJS.ProcessEnv): string | undefined {
  if (environment.SSH_AUTH_SOCK) return environment.SSH_AUTH_SOCK;
  if (process.platform === 'win32') return '\\\\.\\pipe\\openssh-ssh-agent';
  if (endpoint.keyFile !== undefined || endpoint.password !== undefined) return undefined;
  throw new UsageError(
    `${who}: the inventory asks for the SSH agent and SSH_AUTH_SOCK is not set. Start one (eval "$(ssh-agent)"; ssh-add), or set key.`,
  );
}
