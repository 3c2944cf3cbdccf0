/** Promise 8 over WinRM: no credential of any login is in an output, an error, a log, a journal or any file but the one it was kept in. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { accountKey, utf16 } from '../../src/transports/winrm/ntlm/keys.ts';
import { md4 } from '../../src/transports/winrm/ntlm/md4.ts';
import { because } from '../transports/powershell.ts';
import { startTinyproxy, tinyproxyMissing } from '../transports/tinyproxy.ts';
import { type Certificate, makeCertificate, opensslMissing } from '../transports/winrm/certificates.ts';
import { kdcMissing, REALM } from '../transports/winrm/kdc.ts';
import { KerberosLab } from '../transports/winrm/kerberos-lab.ts';
import type { WinrmServer, WinrmServerOptions } from '../transports/winrm/winrm-server.ts';
import { type Desk, overTheLimit, SESSIONS } from './desk.ts';
import { host, lab, stopLater } from './doctor-lab.ts';

const PLANTED = 'Pl4nted-Wörd-of-ann';
const account = { user: 'ann', domain: 'CORP', password: PLANTED };

/** Every form in which it could slip out: itself, as headers and messages carry it, and the keys that are as good as it. */
function formsOf(secret: string, user: string): readonly string[] {
  const keys = [md4(utf16(secret)), accountKey({ user: 'ann', domain: 'CORP' }, new Secret(secret))];
  const bytes = [Buffer.from(secret), utf16(secret), Buffer.from(`${user}:${secret}`), ...keys];
  const texts = bytes.flatMap((each) => [each.toString('base64').replace(/.?=*$/, ''), each.toString('hex')]);
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...texts];
}

/** All that a person does, with the line logged: it works, then the login fails, then the host is gone. */
async function everything(desk: Desk, server: WinrmServer, fail: () => void): Promise<string> {
  const lines = ['-i', desk.path('lab.yaml'), '--log', desk.path('lines.log'), '--debug'];
  const plan = desk.path('plan.json');
  const said = [
    await desk.type('check', 'all', ...SESSIONS, ...lines),
    await desk.type('plan', 'all', ...SESSIONS, '-o', plan, ...lines),
    await desk.type('apply', plan, '--yes', '--allow', 'service.restart', ...lines),
    await desk.type('doctor', 'all', ...lines),
    await desk.type('runs', 'show', 'last', '--json'),
  ];
  expect(said.map(({ exitCode }) => exitCode)).toEqual([2, 2, 0, 0, 0]);
  fail();
  said.push(
    await desk.type('check', 'all', ...SESSIONS, ...lines),
    await desk.type('doctor', 'all', ...lines),
  );
  await server.stop();
  said.push(
    await desk.type('check', 'all', ...SESSIONS, ...lines),
    await desk.type('doctor', 'all', ...lines),
  );
  expect(said.slice(5).map(({ exitCode }) => exitCode)).toEqual([5, 5, 5, 5]);
  expect(readFileSync(desk.path('lines.log'), 'utf8')).toMatch(/EX01 sent .*"verb":"set"/);
  return JSON.stringify(said);
}

function expectNowhere(desk: Desk, said: string, forms: readonly string[]): void {
  const files = globSync('**/*', { cwd: desk.folder }).map((name) => join(desk.folder, name));
  const texts = files
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, readFileSync(path, 'latin1')] as const);
  expect(texts.some(([path]) => path.includes('journal') || path.endsWith('.ndjson'))).toBe(true);
  for (const form of forms) {
    expect(said).not.toContain(form);
    const latin1 = Buffer.from(form).toString('latin1');
    expect(texts.filter(([, text]) => text.includes(latin1)).map(([path]) => path)).toEqual([]);
  }
}

/** From now on nobody is let in. */
function closing(options: Partial<WinrmServerOptions>) {
  let isClosed = false;
  const accident: WinrmServerOptions['accident'] = () =>
    isClosed ? { kind: 'status', status: 401 } : undefined;
  const close = () => {
    isClosed = true;
  };
  return { options: { ...options, accident }, close };
}

async function spokenThrough(options: Partial<WinrmServerOptions>, settings: string, secret: string) {
  const { options: given, close } = closing({ account, ...options });
  const { desk, server } = await lab(given, settings, (state) => {
    overTheLimit(state);
    state.clock = '2026-01-15T08:00:00Z';
  });
  desk.environment.PASSWORD = secret;
  return { desk, server, close };
}

describe('a WinRM password is nowhere', () => {
  it('by NTLM over http', async () => {
    const { desk, server, close } = await spokenThrough({}, '', PLANTED);
    expectNowhere(desk, await everything(desk, server, close), formsOf(PLANTED, 'CORP\\ann'));
  }, 120_000);

  it.skipIf(opensslMissing).each([
    ['by NTLM over https', '', ['Negotiate']],
    ['by Basic over https', ', auth: basic', ['Basic']],
  ] as const)(
    `%s${because(opensslMissing)}`,
    async (_, auth, offers) => {
      const certificate = makeCertificate();
      const { desk, server, close } = await spokenThrough(
        { certificate, offers },
        `, ca: '${certificate.file}'${auth}`,
        PLANTED,
      );
      expectNowhere(desk, await everything(desk, server, close), formsOf(PLANTED, 'CORP\\ann'));
    },
    120_000,
  );

  it.skipIf(opensslMissing)(
    `by a certificate: its key's passphrase${because(opensslMissing)}`,
    async () => {
      const [certificate, client] = [makeCertificate(), makeCertificate()];
      const { desk, server, close } = await spokenThrough({ certificate, client }, '', PLANTED);
      await host(desk, byCertificate(server, certificate, client));
      expectNowhere(desk, await everything(desk, server, close), formsOf(PLANTED, 'CORP\\ann'));
    },
    120_000,
  );

  it.skipIf(tinyproxyMissing)(
    `at an HTTP proxy${because(tinyproxyMissing)}`,
    async () => {
      const word = 'Pl4nted-word-of-hop';
      const proxy = stopLater(await startTinyproxy(`BasicAuth hop ${word}`));
      const by = `, user: 'CORP\\ann', proxy: { address: 127.0.0.1, port: ${proxy.port}, user: hop, password: { env: PROXY } }`;
      const { desk, server, close } = await spokenThrough({}, by, PLANTED);
      desk.environment.PROXY = word;
      const said = await everything(desk, server, close);
      expectNowhere(desk, said, [...formsOf(PLANTED, 'CORP\\ann'), ...formsOf(word, 'hop')]);
    },
    120_000,
  );
});

describe.skipIf(kdcMissing)(`by Kerberos${because(kdcMissing)}`, () => {
  const realm = new KerberosLab({ accounts: [['ann', PLANTED]], services: ['host/localhost'] });

  it('a password for tickets is nowhere', async () => {
    const { desk, server, close } = await spokenThrough({ kerberos: realm.acceptor() }, '', PLANTED);
    const transport = `type: winrm, auth: kerberos, https: false, port: ${server.port}, user: ann@${REALM}, password: { env: PASSWORD }`;
    await host(desk, transport, 'localhost');
    expectNowhere(desk, await everything(desk, server, close), formsOf(PLANTED, `ann@${REALM}`));
  }, 120_000);
});

/** The client's key, closed with the secret. */
function byCertificate(server: WinrmServer, { file }: Certificate, client: Certificate): string {
  const closed = `${client.keyFile}.closed`;
  const words = ['pkcs8', '-topk8', '-v2', 'aes-256-cbc', '-in', client.keyFile, '-out', closed];
  execFileSync('openssl', [...words, '-passout', `pass:${PLANTED}`], { stdio: 'ignore' });
  const key = `certificate: '${client.file}', key: '${closed}', passphrase: { env: PASSWORD }`;
  return `type: winrm, auth: certificate, port: ${server.port}, ca: '${file}', ${key}`;
}
