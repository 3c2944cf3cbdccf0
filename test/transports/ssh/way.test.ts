/** Jump hosts and host keys over real servers. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SshEndpoint } from '../../../src/model/host.ts';
import {
  HostKeyRefusedError,
  scanHostKey,
  sshTransport,
  trustHostKey,
} from '../../../src/transports/ssh/index.ts';
import { exchange, optionsWith, refusalOf, signal, sshHost } from '../hosts.ts';
import { because } from '../powershell.ts';
import { type Sshd, sshdMissing, startSshd } from '../sshd.ts';

const { start } = sshTransport(optionsWith());

describe.skipIf(sshdMissing !== undefined)(
  `the way to a host${because(sshdMissing)}`,
  { timeout: 120_000 },
  () => {
    let target: Sshd;
    let bastion: Sshd;
    let closed: Sshd;
    let known: string;

    beforeAll(async () => {
      target = await startSshd({ hostKeys: ['ed25519', 'ecdsa', 'rsa'], forceCommand: 'cat' });
      const { keyFile } = target;
      bastion = await startSshd({ keyFile });
      closed = await startSshd({ keyFile, config: ['AllowTcpForwarding no'] });
      known = join(target.folder, 'all');
      const files = [target, bastion, closed].map((sshd) => readFile(sshd.knownHosts, 'utf8'));
      await writeFile(known, (await Promise.all(files)).join(''));
    });
    afterAll(() => Promise.all([target.stop(), bastion.stop(), closed.stop()]));

    const through = (...jumps: Sshd[]): SshEndpoint[] =>
      jumps.map(({ port, user, keyFile }) => ({ address: '127.0.0.1', port, user, keyFile, agent: false }));

    const knowing = async (name: string, keep: (line: string) => boolean) => {
      const file = join(target.folder, name);
      const lines = (await readFile(known, 'utf8')).split('\n').filter((line) => line !== '' && keep(line));
      await writeFile(file, lines.join('\n').concat('\n'));
      return file;
    };

    test('a command at the end of two jump hosts, each logged in at once', async () => {
      const before = [bastion.connections(), target.connections()];
      const via = through(bastion, bastion);
      const line = await start(sshHost(target, { via, knownHosts: known }), [], signal());
      expect((await exchange(line, Buffer.from('far away'))).out.toString()).toBe('far away');
      expect([bastion.connections() - (before[0] ?? 0), target.connections() - (before[1] ?? 0)]).toEqual([
        2, 1,
      ]);
    });

    test('destroy drops a line through a jump host too', async () => {
      const line = await start(sshHost(target, { via: through(bastion), knownHosts: known }), [], signal());
      line.destroy();
      expect((await line.ended).exitCode).toBeUndefined();
    });

    test('the key of a jump host is checked, and named as such', async () => {
      const knownHosts = await knowing('without-bastion', (line) => !line.includes(`:${bastion.port} `));
      const before = bastion.connections();
      const refusal = await refusalOf(
        start(sshHost(target, { via: through(bastion), knownHosts }), [], signal()),
      );
      expect(refusal).toBeInstanceOf(HostKeyRefusedError);
      expect(refusal.message).toMatch(
        /^EX01, jump host 127\.0\.0\.1:\d+: .*not known.*setright hosts trust EX01/,
      );
      expect(bastion.connections()).toBe(before);
    });

    test('a jump host that does not pass connections on is named', async () => {
      const refusal = await refusalOf(
        start(sshHost(target, { via: through(closed), knownHosts: known }), [], signal()),
      );
      expect(refusal.message).toMatch(
        /EX01: the jump host 127\.0\.0\.1:\d+ did not pass .*AllowTcpForwarding/,
      );
    });

    test.each(['ssh-rsa', 'ecdsa-sha2-nistp256', 'ssh-ed25519'])(
      'a host known by its %s key alone is asked for that one',
      async (type) => {
        const knownHosts = await knowing(`only-${type}`, (line) => line.includes(` ${type} `));
        const line = await start(sshHost(target, { knownHosts }), [], signal());
        expect((await exchange(line, Buffer.from('hello'))).out.toString()).toBe('hello');
      },
    );

    test('trust goes from one unknown key to the next, first the jump host, and then the way is free', async () => {
      const knownHosts = join(target.folder, 'new', 'known_hosts');
      const host = sshHost(target, { via: through(bastion), knownHosts });
      const scan = () => scanHostKey(host, optionsWith(), signal());
      const first = await scan();
      expect([first.name, first.standing]).toEqual([`[127.0.0.1]:${bastion.port}`, 'unknown']);
      await trustHostKey(first);
      const second = await scan();
      expect([second.name, second.standing]).toEqual([`[127.0.0.1]:${target.port}`, 'unknown']);
      await trustHostKey(second);
      expect((await scan()).standing).toBe('known');
      const line = await start(host, [], signal());
      expect(line.hostKey).toBe(second.fingerprint);
      line.destroy();
    });

    test('a look at the key logs nobody in and asks for no credential', async () => {
      const before = target.connections();
      const asking = optionsWith({
        credential: () => Promise.reject(new Error('a credential was asked for')),
      });
      const host = sshHost(target, { password: { from: 'prompt', question: 'Password' }, knownHosts: known });
      expect((await scanHostKey(host, asking, signal())).standing).toBe('known');
      expect(target.connections()).toBe(before);
    });
  },
);
