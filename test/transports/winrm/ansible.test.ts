/** The test server before Ansible, which speaks to thousands of real hosts: a server that only we get along with would prove nothing. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { because, pwshMissing } from '../powershell.ts';
import { doByAnsible, ansibleMissing as missing } from './ansible.ts';
import { makeCertificate, opensslMissing } from './certificates.ts';
import { played, realProgram } from './programs.ts';
import type { Program } from './shells.ts';
import { ann, WinrmServer, type WinrmServerOptions } from './winrm-server.ts';

/** By Basic it sends a password in Latin 1. */
const ascii = { ...ann, password: 'pass word' };
const output = 'one line and an é\n'.repeat(5_000);

/** Prints 90 KB, is silent for longer than the client asks the host to wait, says something on stderr, and ends with 3. */
const printing: Program = async () =>
  played((_, { stdout, stderr, end }) => {
    stdout.write(output);
    setTimeout(() => stderr.write('not so well'), 1_500);
    setTimeout(() => end(3), 1_600);
  });

/** Reads its stdin to the end and says, as a module of Ansible's would, what came. */
const listening: Program = async () =>
  played((stdin, { stdout, end }) => {
    const chunks: Buffer[] = [];
    stdin.on('data', (chunk: Buffer) => chunks.push(chunk));
    stdin.on('end', () => {
      // Ansible's own script first, then what it is given.
      const [script = '', given = '{}'] = Buffer.concat(chunks).toString().split('\0\0\0\0');
      const heard = JSON.parse(given).module_args?.word;
      stdout.write(JSON.stringify({ changed: false, heard, script: script.length }));
      end(0);
    });
  });

async function serve(options: WinrmServerOptions) {
  const server = await WinrmServer.start(options);
  onTestFinished(() => server.stop());
  const over = options.certificate ? ('https' as const) : ('http' as const);
  return { server, at: { port: server.port, scheme: over } };
}

const byNtlm = { transport: 'ntlm', user: `${ann.domain}\\${ann.user}`, password: ann.password } as const;
const byBasic = { transport: 'basic', user: ascii.user, password: ascii.password } as const;
const left = ({ shells, plain }: WinrmServer) => [plain, shells.open, shells.commandLines.length];

describe.skipIf(missing)(`Ansible and the test server${because(missing)}`, () => {
  it('raw over http, every message sealed, past a Receive that ran out of time', async () => {
    const { server, at } = await serve({ program: printing });
    const result = await doByAnsible({ ...at, ...byNtlm, module: 'raw', arguments: 'whoami' });
    expect([result.rc, result.stdout, result.stderr]).toEqual([3, output, 'not so well']);
    expect(left(server)).toEqual([0, 0, 1]);
    expect(server.shells.messages.join()).toContain('"WINRS_CONSOLEMODE_STDIN">TRUE<');
    expect(server.shells.counts.Receive).toBeGreaterThan(1);
  }, 120_000);

  it('a module, which comes by stdin, over http: it arrives whole and with its end', async () => {
    const { server, at } = await serve({ program: listening });
    const result = await doByAnsible({ ...at, ...byNtlm, module: 'probe', arguments: 'word=päss' });
    expect(result.heard).toBe('päss');
    expect(result.script).toBeGreaterThan(1_000);
    expect(Math.max(...server.shells.pieces)).toBeGreaterThan(30_000);
    expect(left(server).slice(0, 2)).toEqual([0, 0]);
    expect(server.shells.messages.join()).toContain('"WINRS_CONSOLEMODE_STDIN">FALSE<');
  }, 120_000);

  it.skipIf(opensslMissing)(
    `raw over https with Basic${because(opensslMissing)}`,
    async () => {
      const certificate = makeCertificate();
      const { server, at } = await serve({
        program: printing,
        certificate,
        offers: ['Basic'],
        account: ascii,
      });
      const caFile = certificate.file;
      const result = await doByAnsible({ ...at, ...byBasic, caFile, module: 'raw', arguments: 'whoami' });
      expect([result.rc, result.stdout, result.stderr]).toEqual([3, output, 'not so well']);
      expect(left(server)).toEqual([0, 0, 1]);
    },
    120_000,
  );

  it.skipIf(pwshMissing)(
    `raw before a real PowerShell${because(pwshMissing)}`,
    async () => {
      const real = realProgram();
      const program: Program = (line) => real(line.replace(/^PowerShell\b/i, 'pwsh'));
      const { at } = await serve({ program });
      const task = { ...at, ...byNtlm, module: 'raw', arguments: 'Write-Output (6 * 7); exit 4' };
      const { rc, stdout } = await doByAnsible(task);
      expect([rc, stdout?.trim()]).toEqual([4, '42']);
    },
    120_000,
  );
});
