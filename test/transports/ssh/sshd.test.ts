/** The ssh transport against Debian's own sshd: what an in-process server written with the same package cannot prove. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UnreachableError } from '../../../src/model/errors.ts';
import { sshTransport } from '../../../src/transports/ssh/index.ts';
import { all, anyBytes, echo, exchange, optionsWith, refusalOf, running, signal, sshHost } from '../hosts.ts';
import { because, pwshMissing } from '../powershell.ts';
import { makeKey, type Sshd, sshdMissing, startSshd } from '../sshd.ts';

const { start } = sshTransport(optionsWith());

describe.skipIf(sshdMissing !== undefined)(
  `over a real sshd${because(sshdMissing)}`,
  { timeout: 120_000 },
  () => {
    let sshd: Sshd;
    let double: string;

    beforeAll(async () => {
      sshd = await startSshd();
      double = join(sshd.folder, 'powershell-double');
      await writeFile(double, `#!/bin/sh\ncat; echo ended >> ${sshd.folder}/ends; exit 7\n`);
      await chmod(double, 0o755);
    });
    afterAll(() => sshd.stop());

    const ends = () => readFile(join(sshd.folder, 'ends'), 'utf8').catch(() => '');

    test('one connection and one command; the end of stdin arrives, the exit code comes back', async () => {
      const [connections, commands] = [sshd.connections(), sshd.commands()];
      const line = await start(sshHost(sshd, { executable: double }), ['-NoProfile'], signal());
      const { out, end } = await exchange(line, Buffer.from('to and fro'));
      expect(out.toString()).toBe('to and fro');
      expect(end).toEqual({ exitCode: 7, why: 'exit code 7' });
      expect([sshd.connections() - connections, sshd.commands() - commands]).toEqual([1, 1]);
      expect(line.hostKey).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
    });

    test('bytes written faster than they are read wait, and all arrive', async () => {
      const input = anyBytes(12_000_000);
      const line = await start(sshHost(sshd, { executable: double }), [], signal());
      let done = false;
      line.stdin.end(input, () => {
        done = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(done, 'nobody reads, so the writer must be held back').toBe(false);
      expect((await all(line.stdout)).equals(input)).toBe(true);
      expect((await line.ended).exitCode).toBe(7);
    });

    test('destroy ends the stdin of what runs on the host, without waiting for anybody to read', async () => {
      const before = await ends();
      const line = await start(sshHost(sshd, { executable: double }), [], signal());
      line.stdin.write('half a line');
      line.destroy();
      expect(await line.ended).toEqual({ exitCode: undefined, why: 'the line was closed by us' });
      await expect.poll(ends, { timeout: 5000 }).toBe(`${before}ended\n`);
    });

    test('a write that still waits fails when the line ends', async () => {
      const line = await start(sshHost(sshd, { executable: double }), [], signal());
      const written = new Promise((resolve) => line.stdin.write(anyBytes(12_000_000), resolve));
      await new Promise((resolve) => setTimeout(resolve, 100));
      line.destroy();
      expect(await written).toBeInstanceOf(Error);
    });

    test('an executable that the host does not have is told with the exit code and its cure', async () => {
      const line = await start(sshHost(sshd, { executable: 'no-such-powershell' }), ['-NoProfile'], signal());
      const { error, end } = await exchange(line, Buffer.from('x'));
      expect(error).toMatch(/not found/);
      expect(end.exitCode).toBe(127);
      expect(end.why).toMatch(/did not find no-such-powershell.*`executable`/);
    });

    test.each(['ed25519', 'ecdsa', 'rsa'] as const)(
      'an encrypted %s key is opened with its passphrase, and only with it',
      async (type) => {
        const keyFile = join(sshd.folder, `encrypted-${type}`);
        makeKey(type, keyFile, 'open sesame');
        const keys = join(sshd.folder, 'authorized_keys');
        await writeFile(keys, (await readFile(keys, 'utf8')) + (await readFile(`${keyFile}.pub`, 'utf8')));
        const passphrase = { from: 'env', name: 'PASSPHRASE' } as const;
        const host = sshHost(sshd, { executable: double, keyFile, passphrase });
        const line = await sshTransport(optionsWith({}, 'open sesame')).start(host, [], signal());
        expect((await exchange(line, Buffer.from('in'))).out.toString()).toBe('in');
        const wrong = await refusalOf(sshTransport(optionsWith({}, 'wrong one')).start(host, [], signal()));
        expect(wrong.message).toMatch(
          /EX01: the key file .*encrypted-\w+ cannot be used: .*passphrase belongs/,
        );
        expect(wrong.message).not.toContain('wrong one');
        const none = await refusalOf(start(sshHost(sshd, { keyFile }), [], signal()));
        expect(none.message).toMatch(/add `passphrase`/);
      },
    );

    test('a key file that cannot be one is told with what to do instead', async () => {
      const refused = async (keyFile: string) =>
        (await refusalOf(start(sshHost(sshd, { keyFile }), [], signal()))).message;
      expect(await refused(`${sshd.keyFile}.pub`)).toMatch(
        /it is a public key\. Name the file of the private key/,
      );
      expect(await refused(join(sshd.folder, 'sshd_config'))).toMatch(/Name the file of the private key/);
      expect(await refused(join(sshd.folder, 'nothing'))).toMatch(/cannot be read: ENOENT.* Check `key`/);
      const pkcs8 = join(sshd.folder, 'pkcs8');
      await writeFile(
        pkcs8,
        '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n',
      );
      expect(await refused(pkcs8)).toMatch(/`ssh-keygen -p -f .*pkcs8` writes it anew/);
    });

    test('a key that the host does not know is refused with what was tried and offered', async () => {
      const keyFile = join(sshd.folder, 'stranger');
      makeKey('ed25519', keyFile);
      const refusal = await refusalOf(start(sshHost(sshd, { keyFile }), [], signal()));
      expect(refusal).toBeInstanceOf(UnreachableError);
      expect(refusal.message).toMatch(
        /did not let .* in\. Tried: key .*stranger\. The host offers: publickey\./,
      );
    });

    describe.skipIf(pwshMissing !== undefined)(
      `with a real PowerShell${because(pwshMissing)}`,
      { timeout: 120_000 },
      () => {
        test('2 MB of stdin come back byte for byte, and the end of stdin is seen', async () => {
          const input = anyBytes(2_000_000);
          const line = await start(sshHost(sshd), running(echo), signal());
          const { out, error, end } = await exchange(line, input);
          expect(out.equals(input)).toBe(true);
          expect([error, end.exitCode]).toEqual(['end seen', 0]);
        });
      },
    );
  },
);
