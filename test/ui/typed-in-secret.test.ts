import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Desk } from '../cli/desk.ts';
import { sshdMissing, startSshd } from '../transports/sshd.ts';
import { Key, Screen, screenMissing } from './screen.ts';

const PLANTED = 'Tr0ub4dor-and-3';
const hosts = (port: number, more: string) =>
  ['EX01', 'EX02'].map(
    (name) =>
      `  ${name}: { address: 127.0.0.1, transport: { type: ssh, port: ${port}, user: ann, knownHosts: known, ${more} } }`,
  );

/** What only a person at the terminal can give: a password, and the word that a host key is the right one. */
describe.skipIf(screenMissing)('typed in by a person', () => {
  it.each([
    ['the usual way', []],
    ['--plain', ['--plain']],
  ])('a password is asked for once, before anything is begun, and never shown (%s)', async (_way, words) => {
    const desk = await Desk.open({}, { lines: hosts(9, "password: { prompt: 'Password of ann' }") });
    const screen = Screen.open(desk, ['check', 'all', '--log', 'lines.log', ...words]);
    await screen.see(/Password of ann/);
    expect(screen.text).not.toContain('EX01');
    await screen.press(...PLANTED, Key.enter);
    await screen.see(/2 hosts: 2 unreachable/);
    expect(await screen.end()).toBe(5);
    expect(screen.text.match(/Password of ann/g)).toHaveLength(1);
    expect(screen.raw).not.toContain(PLANTED);
    expect(screen.raw).not.toContain('Tr0ub');
    expect(await readFile(desk.path('lines.log'), 'utf8')).toBe('');
  });

  it.skipIf(sshdMissing)('a host key is trusted on yes only', async () => {
    const sshd = await startSshd();
    try {
      const desk = await Desk.open({}, { lines: hosts(sshd.port, `key: ${sshd.keyFile}`) });
      const no = Screen.open(desk, ['hosts', 'trust', 'EX01']);
      await no.see(/SHA256:\S+[\s\S]*Is this what the host itself shows\?/);
      await no.press(Key.enter);
      await no.see(/Not trusted; nothing was written/);
      expect(await no.end()).toBe(130);
      const yes = Screen.open(desk, ['hosts', 'trust', 'EX01']);
      await yes.see(/SHA256:\S+[\s\S]*Is this what the host itself shows\?/);
      await yes.press(Key.down, Key.enter);
      await yes.see(/is now known by ssh-ed25519 SHA256:/);
      expect(await yes.end()).toBe(0);
      expect(await readFile(desk.path('known'), 'utf8')).toMatch(/^\[127\.0\.0\.1\]:\d+ ssh-ed25519 \S+\n$/);
    } finally {
      await sshd.stop();
    }
  });
});
