import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import { endPointData } from '../../../src/transports/winrm/login/channel-binding.ts';
import { probeWinrm } from '../../../src/transports/winrm/probe/probe.ts';
import { anyBytes, exchange, optionsWith, refusalOf, running, signal } from '../hosts.ts';
import { because } from '../powershell.ts';
import { makeCertificate, opensslMissing } from './certificates.ts';
import { kdcMissing, REALM } from './kdc.ts';
import { byPassword, KerberosLab, password, principal } from './kerberos-lab.ts';

/** MIT's KDC and MIT's acceptor stand for the domain; what is sealed is opened by its gss_unwrap_iov, header and data apart. */
describe.skipIf(kdcMissing)(`a line by Kerberos${because(kdcMissing)}`, () => {
  const lab = new KerberosLab({
    accounts: [['ann', password]],
    services: ['host/localhost', 'HTTP/web.corp.example', 'WSMAN/ws.corp.example'],
    keytabs: ['ann'],
  });

  test('over http every byte goes through, sealed, both ways; each connection has a login of its own', async () => {
    const server = await lab.serve();
    await lab.carry(server, undefined, anyBytes(1_000_000));
    expect(server.logins).toBe(2);
  });

  test('HTTP/ that the KDC does not know is followed by host/; a service name that is set is the only one', async () => {
    const server = await lab.serve();
    await lab.carry(server);
    expect(server.principals[0]).toBe(`${principal} for host/localhost@${REALM}`);
    for (const spn of ['WSMAN/ws.corp.example', `HTTP/web.corp.example@${REALM}`])
      await lab.carry(server, { ...byPassword, address: '127.0.0.1', spn });
    expect(server.principals.at(-3)).toBe(`${principal} for WSMAN/ws.corp.example@${REALM}`);
    expect(server.principals.at(-1)).toBe(`${principal} for HTTP/web.corp.example@${REALM}`);
  });

  test('tickets that are there are used, named or by KRB5CCNAME, and so is a keytab', async () => {
    const server = await lab.serve();
    const ccache = lab.kdc.tickets('ann', password);
    await lab.carry(server, { ccache });
    await lab.carry(server, { ccache, user: principal });
    const nobody = process.env.KRB5CCNAME;
    process.env.KRB5CCNAME = ccache;
    await lab.carry(server, {});
    process.env.KRB5CCNAME = nobody;
    await lab.carry(server, { user: principal, keytabFile: lab.kdc.keytab('ann') });
    expect(new Set(server.principals)).toEqual(new Set([`${principal} for host/localhost@${REALM}`]));
  });

  test('what a password or a keytab fetched is on no disk', async () => {
    const server = await lab.serve();
    const left = readdirSync(lab.kdc.folder).filter((name) => name !== 'replays');
    await lab.carry(server);
    await lab.carry(server, { user: principal, keytabFile: lab.kdc.keytab('ann') });
    expect(readdirSync(lab.kdc.folder).filter((name) => name !== 'replays')).toEqual(left);
    expect(existsSync((process.env.KRB5CCNAME ?? '').slice('FILE:'.length))).toBe(false);
  });

  test('a host that offers Kerberos and no Negotiate is spoken to so', async () => {
    const server = await lab.serve({ offers: ['Kerberos', 'Basic'] });
    await lab.carry(server, undefined, anyBytes(200_000));
    const neither = await lab.serve({ offers: ['Basic'] });
    expect(await lab.refusal(neither)).toMatch(/offers no login by kerberos: it offers Basic/);
  });

  test('a host that has forgotten the login gets a new one, and the message again', async () => {
    const server = await lab.serve({
      accident: (action, nth) =>
        action === 'Receive' && nth === 1 ? { kind: 'status', status: 401 } : undefined,
    });
    await lab.carry(server);
    expect(server.logins).toBe(3);
  });

  test('an answer that was changed on its way, or is not sealed, is not read', async () => {
    for (const kind of ['spoil', 'unseal'] as const) {
      const server = await lab.serve({ accident: (action) => (action === 'Create' ? { kind } : undefined) });
      expect(await lab.refusal(server)).toMatch(
        kind === 'spoil' ? /seal of a message does not hold/ : /not sealed/,
      );
    }
  });

  test('doctor tells the way that let us in', async () => {
    const host = lab.host(await lab.serve(), { ccache: lab.kdc.tickets('ann', password) });
    const found: string[] = [];
    for await (const { check, status, found: words } of probeWinrm(host, optionsWith(), signal()))
      found.push(`${check} ${status}: ${words}`);
    expect(found).toContainEqual(expect.stringMatching(/^login good: let in by kerberos/));
  });

  test('an address that is no name is refused before anything is asked', async () => {
    const server = await lab.serve();
    const host = lab.host(server, { ...byPassword, address: '127.0.0.1' });
    const refusal = await refusalOf(lab.transport().start(host, running('exit'), signal()));
    expect(refusal).toBeInstanceOf(UsageError);
    expect(refusal.message).toMatch(/knows hosts by name, not by 127\.0\.0\.1\. .*spn/);
    expect(server.connections).toBe(0);
  });

  describe.skipIf(opensslMissing)(`over https${because(opensslMissing)}`, () => {
    test('the login is bound to the certificate: a host on another channel refuses it', async () => {
      const certificate = makeCertificate();
      const channel = endPointData(certificate.der);
      const server = await lab.serve({ certificate, channel });
      const settings = { ...byPassword, address: '127.0.0.1', spn: 'host/localhost' };
      const line = await lab.transport().start(lab.host(server, settings), running('exit'), signal());
      const input = anyBytes(300_000);
      expect((await exchange(line, input)).out.equals(input)).toBe(true);
      const other = await lab.serve({ certificate, channel: Buffer.from('tls-server-end-point:other') });
      expect(await lab.refusal(other, settings)).toMatch(/by kerberos|by Kerberos|Kerberos ticket/);
      expect(other.logins).toBe(0);
    });
  });
});
