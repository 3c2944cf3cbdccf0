import { existsSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { anyBytes } from '../hosts.ts';
import { because } from '../powershell.ts';
import { kdcMissing, REALM } from './kdc.ts';
import { byPassword, KerberosLab, password, principal } from './kerberos-lab.ts';

const hasHeimdal = ['x86_64', 'aarch64'].some((machine) =>
  existsSync(`/usr/lib/${machine}-linux-gnu/libgssapi.so.3`),
);
const missing =
  kdcMissing ?? (hasHeimdal ? undefined : 'needs Heimdal (apt-get install -y libgssapi3-heimdal)');

/** As on a machine that has no MIT library. */
vi.mock('koffi', async (original) => {
  const { default: koffi } = await original<typeof import('koffi')>();
  const load = (path: string | null) => {
    if (path === 'libgssapi_krb5.so.2') throw new Error('cannot open shared object file');
    return koffi.load(path);
  };
  return { default: { ...koffi, load } };
});

/** Heimdal turns its tokens otherwise than MIT; what is sealed with it is opened by MIT's gss_unwrap_iov all the same. */
describe.skipIf(missing)(`a line by Heimdal's library${because(missing)}`, () => {
  const lab = new KerberosLab({
    accounts: [['ann', password]],
    services: ['host/localhost'],
    keytabs: ['ann'],
  });

  test('with a password, which leaves nothing on a disk, or with the tickets that are there', async () => {
    const server = await lab.serve();
    await lab.carry(server, byPassword, anyBytes(300_000));
    expect(server.principals[0]).toBe(`${principal} for host/localhost@${REALM}`);
    const { KRB5CCNAME: nobody = '' } = process.env;
    expect(existsSync(nobody.slice('FILE:'.length))).toBe(false);
    process.env.KRB5CCNAME = lab.kdc.tickets('ann', password);
    await lab.carry(server, {}, anyBytes(300_000)).finally(() => {
      process.env.KRB5CCNAME = nobody;
    });
  });

  test('what it refuses is told in the same words, and what it lacks', async () => {
    const server = await lab.serve();
    expect(await lab.refusal(server, byPassword, lab.transport('a guess'))).toMatch(
      /the KDC refuses the password of ann@/,
    );
    expect(await lab.refusal(server, {})).toMatch(/there is no Kerberos ticket\. Log in with `kinit/);
    expect(await lab.refusal(server, { ...byPassword, spn: 'HTTP/nowhere' })).toMatch(
      /knows none of the service names HTTP\/nowhere\./,
    );
    expect(await lab.refusal(server, { user: principal, keytabFile: lab.kdc.keytab('ann') })).toMatch(
      /libgssapi\.so\.3 takes no keytab, .*install MIT's library/,
    );
  });
});
