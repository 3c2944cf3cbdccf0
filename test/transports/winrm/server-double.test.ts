/** The test server is worth something only when clients that nobody here wrote get along with it. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { all, anyBytes } from '../hosts.ts';
import { because } from '../powershell.ts';
import { makeCertificate, opensslMissing } from './certificates.ts';
import { played } from './programs.ts';
import { ann, WinrmServer, type WinrmServerOptions } from './winrm-server.ts';

const python = '/usr/bin/python3';
const missing =
  spawnSync(python, ['-c', 'import winrm']).status === 0
    ? undefined
    : 'needs python3-winrm (apt-get install -y python3-winrm)';

/** That client sends a password by Basic in Latin 1. */
const ascii = { ...ann, password: 'pass word' };

const output = Buffer.from(anyBytes(200_000).toString('base64'));

/** Prints 200 KB, is silent for longer than the client asks the host to wait, says something on stderr, and ends with 3. */
const program = async () =>
  played((_, { stdout, stderr, end }) => {
    stdout.write(output);
    setTimeout(() => stderr.write('and an é'), 2_500);
    setTimeout(() => end(3), 2_600);
  });

async function runBy(transport: 'ntlm' | 'plaintext', options: Partial<WinrmServerOptions>) {
  const server = await WinrmServer.start({ program, ...options });
  onTestFinished(() => server.stop());
  // NTLM of that client needs MD4 from OpenSSL, which only its legacy provider has.
  const config = join(mkdtempSync(join(tmpdir(), 'setright-openssl-')), 'openssl.cnf');
  const providers = '[providers]\ndefault = on\nlegacy = on\n[on]\nactivate = 1\n';
  writeFileSync(config, `openssl_conf = init\n[init]\nproviders = providers\n${providers}`);
  const child = spawn(python, [join(import.meta.dirname, 'winrm-client.py')], {
    env: {
      ...process.env,
      OPENSSL_CONF: config,
      PYTHONWARNINGS: 'ignore',
      REQUESTS_CA_BUNDLE: options.certificate?.file ?? '',
    },
  });
  const account = options.account ?? ann;
  const scheme = options.certificate ? 'https' : 'http';
  const endpoint = `${scheme}://127.0.0.1:${server.port}/wsman`;
  const user = transport === 'ntlm' ? `${account.domain}\\${account.user}` : account.user;
  const given = {
    endpoint,
    transport,
    user,
    password: account.password,
    command: 'pwsh',
    arguments: ['-NoProfile'],
  };
  child.stdin.end(`${JSON.stringify(given)}\n`);
  const [out, error] = await Promise.all([all(child.stdout), all(child.stderr)]);
  if (out.length === 0) throw new Error(error.toString());
  return { server, said: JSON.parse(out.toString()) };
}

describe.skipIf(missing)(`python3-winrm and the test server${because(missing)}`, () => {
  it('get along over http, every message sealed, also past a Receive that ran out of time', async () => {
    const { server, said } = await runBy('ntlm', {});
    expect(Buffer.from(said.out, 'base64').equals(output)).toBe(true);
    expect([said.error, said.code]).toEqual(['and an é', 3]);
    expect([server.plain, server.shells.open, server.shells.counts.Create]).toEqual([0, 0, 1]);
    expect(server.shells.counts.Receive).toBeGreaterThan(4);
  });

  it.skipIf(opensslMissing)(`get along over https with Basic${because(opensslMissing)}`, async () => {
    const { said } = await runBy('plaintext', {
      certificate: makeCertificate(),
      offers: ['Basic'],
      account: ascii,
    });
    expect([said.error, said.code]).toEqual(['and an é', 3]);
  });
});
