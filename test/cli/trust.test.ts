import { execFileSync } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sshd, sshdMissing, startSshd } from '../transports/sshd.ts';
import { Desk, json } from './desk.ts';

const another = `SHA256:${'A'.repeat(43)}`;

/** A host key becomes known by a deliberate act only, and by the key that was compared. */
describe.skipIf(sshdMissing)('hosts trust', () => {
  let sshd: Sshd;
  let desk: Desk;
  let fingerprint: string;
  beforeAll(async () => {
    sshd = await startSshd();
    desk = await Desk.open(
      {},
      {
        lines: [
          `  EX01: { address: 127.0.0.1, transport: { type: ssh, port: ${sshd.port}, user: ${sshd.user}, key: ${sshd.keyFile}, knownHosts: known, executable: pwsh } }`,
        ],
      },
    );
    const shown = execFileSync('ssh-keygen', ['-lf', `${sshd.folder}/host_ed25519.pub`], {
      encoding: 'utf8',
    });
    fingerprint = shown.split(' ')[1] ?? '';
  });
  afterAll(() => sshd.stop());

  it('refuses a host that is not known, and says what to do', async () => {
    const said = await desk.type('check', 'EX01');
    expect(said.exitCode).toBe(5);
    expect(said.stdout.replace(/\s+/g, ' ')).toContain('`setright hosts trust EX01`');
  });

  it('shows how to compare, and without a person or --fingerprint writes nothing', async () => {
    const said = await desk.type('hosts', 'trust', 'EX01');
    expect(said.exitCode).toBe(1);
    expect(said.stderr).toContain(fingerprint);
    expect(said.stderr).toContain('ssh-keygen -lf C:\\ProgramData\\ssh\\ssh_host_ed25519_key.pub');
    expect(said.stderr).toContain('there is no terminal to ask on');
    await expect(stat(desk.path('known'))).rejects.toThrow('ENOENT');
  });

  it('refuses another fingerprint than the one offered', async () => {
    const said = await desk.type('hosts', 'trust', 'EX01', '--fingerprint', another);
    expect(said).toMatchObject({ exitCode: 1, stdout: '' });
    expect(said.stderr).toContain(`the host offers ${fingerprint}, not ${another}. Nothing was written`);
    await expect(stat(desk.path('known'))).rejects.toThrow('ENOENT');
  });

  it('takes no part of a fingerprint for another machine', async () => {
    for (const part of [fingerprint.replace('SHA256:', ''), fingerprint.slice(0, 30), 'MD5:aa:bb']) {
      const said = await desk.type('hosts', 'trust', 'EX01', '--fingerprint', part);
      expect(said.exitCode).toBe(1);
      expect(said.stderr).toContain(`--fingerprint: found ${part}, expected SHA256: and 43 characters`);
    }
    await expect(stat(desk.path('known'))).rejects.toThrow('ENOENT');
  });

  it('appends the key that was named, once, and nobody was logged in', async () => {
    const words = ['hosts', 'trust', 'EX01', '--fingerprint', fingerprint, '--json'] as const;
    expect(json(await desk.type(...words))).toMatchObject({
      schema: 'setright/hosts-trust@1',
      fingerprint,
      before: 'unknown',
    });
    expect(json(await desk.type(...words))).toMatchObject({ before: 'known' });
    expect((await readFile(desk.path('known'), 'utf8')).trimEnd().split('\n')).toHaveLength(1);
    expect(sshd.connections()).toBe(0);
    const other = await desk.type('hosts', 'trust', 'EX01', '--fingerprint', another);
    expect(other.exitCode).toBe(1);
  });

  it('is no way around a revoked key', async () => {
    const key = (await readFile(`${sshd.folder}/host_ed25519.pub`, 'utf8')).split(' ', 2).join(' ');
    await writeFile(desk.path('known'), `@revoked * ${key}\n`);
    const said = await desk.type('hosts', 'trust', 'EX01', '--fingerprint', fingerprint);
    expect(said.exitCode).toBe(1);
    expect(said.stderr).toMatch(
      /known marks the key SHA256:.* as revoked\. Nothing was written\. Whoever revoked it/,
    );
    expect(await readFile(desk.path('known'), 'utf8')).toBe(`@revoked * ${key}\n`);
  });
});
