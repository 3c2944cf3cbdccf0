import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import { exchange, refusalOf, running, signal } from '../hosts.ts';
import { because } from '../powershell.ts';
import { type Kdc, kdcMissing, REALM } from './kdc.ts';
import { byPassword, KerberosLab, password, principal } from './kerberos-lab.ts';

const fakeTime = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path));
const fakeTimeMissing =
  fakeTime === undefined ? 'needs libfaketime (apt-get install -y faketime)' : undefined;

describe.skipIf(kdcMissing)(`no login by Kerberos, and it is said why${because(kdcMissing)}`, () => {
  const lab = new KerberosLab({
    accounts: [
      ['ann', password],
      ['bob', password],
      ['old', password, '-expire 2001-01-01'],
      ['stale', password, '-pwexpire 2001-01-01'],
      ['locked', password, '-allow_tix'],
    ],
    services: ['host/localhost'],
    keytabs: ['ann'],
    weak: ['HTTP/weak.corp.example'],
    strangers: ['HTTP/stranger.corp.example'],
  });

  test.each([
    [
      'no ticket',
      { ccache: 'FILE:/nowhere/tickets' },
      /there is no Kerberos ticket in FILE:\/nowhere\/tickets\. Log in with `kinit USER@REALM`/,
    ],
    ['no ticket anywhere', {}, /there is no Kerberos ticket\. Log in with `kinit/],
    [
      'an unknown account',
      { ...byPassword, user: `nobody@${REALM}` },
      /the KDC knows no account nobody@CORP\.EXAMPLE\. .*upper case/,
    ],
    [
      'an expired account',
      { ...byPassword, user: `old@${REALM}` },
      /the account old@CORP\.EXAMPLE has expired/,
    ],
    [
      'an expired password',
      { ...byPassword, user: `stale@${REALM}` },
      /password of stale@CORP\.EXAMPLE has expired\. .*kpasswd/,
    ],
    [
      'a locked account',
      { ...byPassword, user: `locked@${REALM}` },
      /locked@CORP\.EXAMPLE is locked or disabled/,
    ],
    [
      'a realm that nobody knows',
      { ...byPassword, user: 'ann@corp.example' },
      /where the KDCs of the realm are\. .*upper case/,
    ],
    [
      'a realm whose KDC is down',
      { ...byPassword, user: 'ann@DOWN.EXAMPLE' },
      /no KDC of the realm answered\. .*port 88/,
    ],
    [
      'an unknown service',
      { ...byPassword, spn: 'HTTP/nowhere.corp.example' },
      /knows none of the service names HTTP\/nowhere\.corp\.example\. .*setspn -L/,
    ],
    [
      'a service whose key the host has not',
      { ...byPassword, spn: 'HTTP/stranger.corp.example' },
      /cannot read the ticket for HTTP\/stranger\.corp\.example\. .*another account/,
    ],
  ])('%s', async (_, settings, words) => {
    const server = await lab.serve();
    expect(await lab.refusal(server, settings)).toMatch(words);
    expect([server.logins, server.shells.counts]).toEqual([0, {}]);
  });

  test('a wrong password is tried once for all hosts of a run', async () => {
    const server = await lab.serve();
    const transport = lab.transport('a guess');
    const said = await Promise.all(
      Array.from({ length: 5 }, () => lab.refusal(server, byPassword, transport)),
    );
    for (const message of said)
      expect(message).toMatch(
        /the KDC refuses the password of ann@CORP\.EXAMPLE\. Check it; it was tried once\./,
      );
    expect(said.join()).not.toContain('a guess');
    const refused = readFileSync(join(lab.kdc.folder, 'kdc.log'), 'utf8').match(/verify failure/g);
    expect(refused).toHaveLength(1);
  });

  test('a keytab of somebody else, one that is not there, and tickets of somebody else', async () => {
    const server = await lab.serve();
    const keytabFile = lab.kdc.keytab('ann');
    expect(await lab.refusal(server, { user: `bob@${REALM}`, keytabFile })).toMatch(
      /ann\.keytab holds no key of bob@CORP\.EXAMPLE\. `klist -k /,
    );
    const missing = lab.host(server, { user: principal, keytabFile: '/nowhere/ann.keytab' });
    const refusal = await refusalOf(lab.transport().start(missing, running('exit'), signal()));
    expect(refusal).toBeInstanceOf(UsageError);
    expect(refusal.message).toMatch(/the keytab \/nowhere\/ann\.keytab cannot be read: ENOENT/);
    const ccache = lab.kdc.tickets('ann', password);
    expect(await lab.refusal(server, { user: `bob@${REALM}`, ccache })).toMatch(
      /tickets there are not bob@CORP\.EXAMPLE's\. Log in with `kinit bob/,
    );
  });

  test('what was missing and is there now is found by the same run', async () => {
    const server = await lab.serve();
    const transport = lab.transport();
    const later = `FILE:${join(lab.kdc.folder, 'later.tickets')}`;
    expect(await lab.refusal(server, { ccache: later }, transport)).toMatch(/there is no Kerberos ticket/);
    renameSync(lab.kdc.tickets('ann', password).slice('FILE:'.length), later.slice('FILE:'.length));
    const line = await transport.start(lab.host(server, { ccache: later }), running('exit'), signal());
    expect((await exchange(line, Buffer.from('hello\n'))).out.toString()).toBe('hello\n');
  });

  test('tickets that have expired', async () => {
    const server = await lab.serve();
    const ccache = lab.kdc.tickets('bob', password, '-l', '1s');
    const holds = () => spawnSync('/usr/bin/klist', ['-s', '-c', ccache]).status === 0;
    await expect.poll(holds, { timeout: 60_000, interval: 200 }).toBe(false);
    // For klist it ends with its last second, for the library after it.
    await setTimeout(2_000);
    expect(await lab.refusal(server, { ccache })).toMatch(
      /the Kerberos ticket has expired\. Log in again with `kinit`\./,
    );
  });

  test('no encryption type in common', async () => {
    const server = await lab.serve();
    const { KRB5_CONFIG = '' } = process.env;
    const only = 'permitted_enctypes = aes256-cts-hmac-sha384-192';
    process.env.KRB5_CONFIG = configuredWith(lab.kdc, 'sha2.conf', only);
    const message = await lab.refusal(server).finally(() => {
      process.env.KRB5_CONFIG = KRB5_CONFIG;
    });
    expect(message).toMatch(/share no encryption type\. .*msDS-SupportedEncryptionTypes/);
  });

  test('a ticket with a key of RC4: no message is sealed with it, and none goes plain', async () => {
    const KRB5_CONFIG = configuredWith(lab.kdc, 'weak.conf', 'permitted_enctypes = arcfour-hmac');
    const server = await lab.serve({ environment: { KRB5_CONFIG } });
    expect(await lab.refusal(server, { ...byPassword, spn: 'HTTP/weak.corp.example' })).toMatch(
      /messages cannot be sealed as WinRM wants it: the ticket has a key of RC4 or DES\. .*AES/,
    );
    expect(server.shells.counts).toEqual({});
  });

  test.skipIf(fakeTimeMissing)(`a host whose clock is off${because(fakeTimeMissing)}`, async () => {
    const environment = { LD_PRELOAD: fakeTime, FAKETIME: '+20m', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
    const server = await lab.serve({ environment });
    expect(await lab.refusal(server)).toMatch(/clocks .* differ by more than 5 minutes\. .*w32tm \/resync/);
  });

  test('a KDC that says nothing holds up this host only, and not the program', async () => {
    const { port, close } = await silence();
    const { KRB5_CONFIG = '' } = process.env;
    process.env.KRB5_CONFIG = join(lab.kdc.folder, 'silent.conf');
    const text = `${readFileSync(KRB5_CONFIG, 'utf8')}  SILENT.EXAMPLE = {\n    kdc = 127.0.0.1:${port}\n  }\n`;
    writeFileSync(process.env.KRB5_CONFIG, text);
    const server = await lab.serve();
    let ticks = 0;
    const clock = setInterval(() => {
      ticks += 1;
    }, 20);
    const settings = { ...byPassword, user: 'ann@SILENT.EXAMPLE' };
    const message = await lab.refusal(server, settings, lab.transport(password, 3)).finally(() => {
      process.env.KRB5_CONFIG = KRB5_CONFIG;
      clearInterval(clock);
    });
    expect(message).toMatch(/no PowerShell within 3 s; it got as far as logging in/);
    expect(ticks).toBeGreaterThan(5);
    // The one before is still asked, on its thread.
    await lab.carry(server);
    close();
  });
});

/** A krb5.conf as that of the realm, with one more line of libdefaults. */
function configuredWith({ folder }: Kdc, name: string, line: string): string {
  const path = join(folder, name);
  const text = readFileSync(join(folder, 'krb5.conf'), 'utf8');
  writeFileSync(path, text.replace('[libdefaults]', `[libdefaults]\n  ${line}`));
  return path;
}

/** A port that takes everything and answers nothing. */
async function silence(): Promise<{ port: number; close: () => void }> {
  const sockets: Socket[] = [];
  const tcp = createServer((socket) => void sockets.push(socket.on('error', () => {})));
  await once(tcp.listen(0, '127.0.0.1'), 'listening');
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4').on('error', () => {});
  udp.bind(port, '127.0.0.1');
  const close = () => {
    for (const socket of sockets) socket.destroy();
    tcp.close();
    udp.close();
  };
  return { port, close };
}
