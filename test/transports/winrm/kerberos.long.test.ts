import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { exchange, running, signal } from '../hosts.ts';
import { because } from '../powershell.ts';
import { kdcMissing, REALM } from './kdc.ts';
import { byPassword, KerberosLab, password } from './kerberos-lab.ts';
import { shortTimes } from './short-times.ts';

describe.skipIf(kdcMissing)(`many lines by Kerberos${because(kdcMissing)}`, () => {
  const lab = new KerberosLab({
    accounts: [
      ['ann', password],
      ['brief', password, '-maxlife "10 seconds"'],
    ],
    services: ['host/localhost'],
  });
  const ticketsOf = (account: string) => {
    const log = readFileSync(join(lab.kdc.folder, 'kdc.log'), 'utf8');
    return log.match(new RegExp(`AS_REQ .*ISSUE.* ${account}@`, 'g'))?.length ?? 0;
  };

  test('100 hosts at once are served by one ticket of one password', async () => {
    const server = await lab.serve();
    const patient = { ...shortTimes, operationSeconds: 60, graceSeconds: 60, cleanUpSeconds: 30 };
    const transport = lab.transport(password, 120, patient);
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, nth) => {
        const line = await transport.start(lab.host(server), running('exit'), signal());
        return (await exchange(line, Buffer.from(`${nth}\n`))).out.toString();
      }),
    );
    expect(answers).toEqual(Array.from({ length: 100 }, (_, nth) => `${nth}\n`));
    expect([server.logins, ticketsOf('ann')]).toEqual([200, 1]);
  });

  test('a ticket that has expired is fetched anew', async () => {
    const server = await lab.serve();
    const transport = lab.transport();
    const host = lab.host(server, { ...byPassword, user: `brief@${REALM}` });
    const echoed = async () => {
      const line = await transport.start(host, running('exit'), signal());
      return (await exchange(line, Buffer.from('hello\n'))).out.toString();
    };
    expect(await echoed()).toBe('hello\n');
    const before = ticketsOf('brief');
    await setTimeout(12_000);
    expect(await echoed()).toBe('hello\n');
    expect(ticketsOf('brief')).toBe(before + 1);
  });
});
