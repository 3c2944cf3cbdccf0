import type { Host, SshTransport, TransportSettings } from '../../src/model/host.ts';
import { Secret } from '../../src/model/secret.ts';
import type { PowerShellProcess } from '../../src/model/transport.ts';
import type { TransportOptions } from '../../src/transports/options.ts';
import type { Sshd } from './sshd.ts';

export function hostWith(transport: TransportSettings, name = 'EX01'): Host {
  return { name, groups: [], transport, variables: {}, remedies: {}, source: 'hosts.yaml:1' };
}

export function sshHost(sshd: Sshd, settings: Partial<SshTransport> = {}): Host {
  const { port, user, keyFile, knownHosts } = sshd;
  return hostWith({
    type: 'ssh',
    address: '127.0.0.1',
    port,
    user,
    agent: false,
    keyFile,
    knownHosts,
    via: [],
    executable: 'pwsh',
    ...settings,
  });
}

export function optionsWith(options: Partial<TransportOptions> = {}, secret = 'hunter2'): TransportOptions {
  return {
    credential: async () => new Secret(secret),
    allowCommand: false,
    connectSeconds: 20,
    ...options,
  };
}

/** The arguments that every PowerShell of ours gets, around a script of the test. */
export const running = (script: string): string[] => [
  '-NoProfile',
  '-NonInteractive',
  '-OutputFormat',
  'Text',
  '-EncodedCommand',
  Buffer.from(script, 'utf16le').toString('base64'),
];

/** PowerShell that gives back every byte of its stdin, and then says on stderr that it saw the end. */
export const echo =
  '$o=[Console]::OpenStandardOutput();[Console]::OpenStandardInput().CopyTo($o);$o.Flush();[Console]::Error.Write("end seen")';

/** Bytes that no text decoding survives: every value, in an order without a short period. */
export function anyBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, value = 1; at < length; at++) {
    value = (value * 1103515245 + 12345) % 2147483648;
    bytes[at] = value >> 16;
  }
  return bytes;
}

/** Sends `input`, ends stdin, and reads everything. */
export async function exchange(line: PowerShellProcess, input: Buffer) {
  line.stdin.end(input);
  const [out, error, end] = await Promise.all([all(line.stdout), all(line.stderr), line.ended]);
  return { out, error: error.toString(), end };
}

export async function all(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export const signal = (): AbortSignal => new AbortController().signal;

/** The error that `attempt` was refused with. */
export async function refusalOf(attempt: Promise<unknown>): Promise<Error> {
  const outcome = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error('nothing was refused');
}
