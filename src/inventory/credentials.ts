import { type FileHandle, open } from 'node:fs/promises';
import { UsageError } from '../model/errors.ts';
import type { CredentialReference, Host } from '../model/host.ts';
import { printable } from '../model/printable.ts';
import { Secret } from '../model/secret.ts';

/** Asks the person without showing what is typed. */
export type AskSecret = (question: string) => Promise<Secret>;

const largestFile = 64 * 1024;

/** The credential itself. Rejects with UsageError that says where it was looked for and what to do, never what was found. */
export async function resolveCredential(
  reference: CredentialReference,
  ask: AskSecret,
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): Promise<Secret> {
  if (reference.from === 'prompt') return ask(printable(reference.question));
  if (reference.from === 'file') return secretInFile(reference.path, platform);
  const value = environment[reference.name];
  if (value !== undefined && value !== '') return new Secret(value);
  const found = value === undefined ? 'is not set' : 'is empty';
  throw new UsageError(
    `the environment variable ${reference.name}, which the inventory refers to, ${found}; set it for this command`,
  );
}

/**
 * Looks each reference up once, however many hosts share it and however many ask at the same time; a question that failed
 * may be asked again.
 */
export function rememberingCredentials(
  resolve: (reference: CredentialReference) => Promise<Secret>,
): (reference: CredentialReference) => Promise<Secret> {
  const known = new Map<string, Promise<Secret>>();
  return (reference) => {
    const key = JSON.stringify(Object.entries(reference).sort());
    const found = known.get(key);
    if (found) return found;
    const pending = resolve(reference);
    known.set(key, pending);
    pending.catch(() => known.delete(key));
    return pending;
  };
}

/** What has to be known before the first connection to these hosts, each once, in their order: for prompts at the start. */
export function credentialReferences(hosts: readonly Host[]): readonly CredentialReference[] {
  const found = hosts.flatMap(({ transport }) => {
    if (transport.type !== 'ssh' && transport.type !== 'winrm') return [];
    const proxy = transport.type === 'winrm' ? transport.proxy?.password : undefined;
    return [
      proxy,
      ...[...transport.via, transport].flatMap(({ passphrase, password }) => [passphrase, password]),
    ];
  });
  const unique = new Map(found.flatMap((one) => (one ? [[JSON.stringify(one), one] as const] : [])));
  return [...unique.values()];
}

async function secretInFile(path: string, platform: NodeJS.Platform): Promise<Secret> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    return new Secret(await read(path, handle, platform));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT' ? 'does not exist; create it, readable by you alone' : `cannot be read (${code})`;
    throw new UsageError(`the credential file ${path}, which the inventory refers to, ${why}`, {
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}

/** Looks at the open file, not at the path again: nobody can exchange it in between. */
async function read(path: string, handle: FileHandle, platform: NodeJS.Platform): Promise<string> {
  const { mode, size } = await handle.stat();
  if (platform !== 'win32' && (mode & 0o077) !== 0)
    throw new UsageError(
      `the credential file ${path} is open to others (mode ${(mode & 0o777).toString(8)}); close it with chmod 600, and change the credential`,
    );
  if (size > largestFile) throw new UsageError(`the credential file ${path} is too large (${size} bytes)`);
  const text = (await handle.readFile('utf8')).replace(/\r?\n$/, '');
  if (text === '') throw new UsageError(`the credential file ${path} is empty; write the credential into it`);
  return text;
}
