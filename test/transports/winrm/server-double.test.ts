/** The test server is worth something only when clients that nobody here wrote get along with it. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { anyBytes } from '../hosts.ts';
import { because } from '../powershell.ts';
import { makeCertificate, opensslMissing } from './certificates.ts';
import { played } from './programs.ts';
import { pythonWinrmMissing as missing, runByPython } from './python-winrm.ts';
import { ann, WinrmServer, type WinrmServerOptions } from './winrm-server.ts';

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
    operationSeconds: 1,
  };
  return { server, said: await runByPython(given, options.certificate?.file) };
}

describe.skipIf(missing)(`python3-winrm and the test server${because(missing)}`, () => {
  it('get along over http, every message sealed, also past a Receive that ran out of time', async () => {
    const { server, said } = await runBy('ntlm', {});
    expect(said.out.equals(output)).toBe(true);
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
