import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { all } from '../hosts.ts';

const python = '/usr/bin/python3';

/** Why the other people's client cannot run here; undefined when it can. */
export const pythonWinrmMissing: string | undefined =
  spawnSync(python, ['-c', 'import winrm']).status === 0
    ? undefined
    : 'needs python3-winrm (apt-get install -y python3-winrm)';

export interface Asked {
  readonly endpoint: string;
  readonly transport: 'ntlm' | 'plaintext';
  readonly user: string;
  readonly password: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** How often the command is run; once unless said. */
  readonly times?: number;
  /** A shell for each command, as its README has people do; all in one shell unless said. */
  readonly isSession?: boolean;
  /** What it asks the host to wait; its own default unless said. */
  readonly operationSeconds?: number;
}

export interface Said {
  readonly out: Buffer;
  readonly error: string;
  readonly code: number;
  /** From opening the shell to having closed it. */
  readonly seconds: number;
}

/** NTLM of that library needs MD4 from OpenSSL, which only its legacy provider has. `caFile` ('': none) is what it trusts over https. */
export function pythonEnvironment(caFile: string): NodeJS.ProcessEnv {
  const config = join(mkdtempSync(join(tmpdir(), 'setright-openssl-')), 'openssl.cnf');
  const providers = '[providers]\ndefault = on\nlegacy = on\n[on]\nactivate = 1\n';
  writeFileSync(config, `openssl_conf = init\n[init]\nproviders = providers\n${providers}`);
  return { ...process.env, OPENSSL_CONF: config, PYTHONWARNINGS: 'ignore', REQUESTS_CA_BUNDLE: caFile };
}

/** Has python3-winrm run a command. Rejects with what it says when it cannot. */
export async function runByPython(asked: Asked, caFile = ''): Promise<Said> {
  const child = spawn(python, [join(import.meta.dirname, 'winrm-client.py')], {
    env: pythonEnvironment(caFile),
  });
  child.stdin.end(`${JSON.stringify(asked)}\n`);
  const [out, error] = await Promise.all([all(child.stdout), all(child.stderr)]);
  if (out.length === 0) throw new Error(error.toString());
  const said = JSON.parse(out.toString());
  return { ...said, out: Buffer.from(said.out, 'base64') };
}
