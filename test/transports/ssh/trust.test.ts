/** The three refusals of a host key, and the one thing that writes known_hosts. */
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RefusedError, UsageError } from '../../../src/model/errors.ts';
import {
  HostKeyRefusedError,
  scanHostKey,
  sshTransport,
  trustHostKey,
} from '../../../src/transports/ssh/index.ts';
import { optionsWith, refusalOf, signal } from '../hosts.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
let other: ScriptedServer;
let logins = 0;
let keyOfServer = '';
let keyOfOther = '';

beforeAll(async () => {
  const authenticate = (context: { accept(): void }) => {
    logins++;
    context.accept();
  };
  server = await startScriptedServer({ authenticate });
  other = await startScriptedServer();
  const key = async (file: string) => (await readFile(file, 'utf8')).split(' ').slice(1, 3).join(' ');
  keyOfServer = await key(server.knownHosts);
  keyOfOther = await key(other.knownHosts);
});
afterAll(() => Promise.all([server.close(), other.close()]));

const nameOf = (at: ScriptedServer) => `[127.0.0.1]:${at.port}`;
let files = 0;
const knowing = async (...lines: string[]) => {
  const file = join(server.folder, `known-${files++}`);
  await writeFile(file, lines.join(''));
  return file;
};
const refused = async (knownHosts: string) => {
  const before = logins;
  const refusal = await refusalOf(
    sshTransport(optionsWith()).start(server.host({ knownHosts }), [], signal()),
  );
  expect(logins, 'nobody may be logged in at a host that is not known').toBe(before);
  expect(refusal).toBeInstanceOf(HostKeyRefusedError);
  return (refusal as HostKeyRefusedError).offered;
};
const scanned = (knownHosts: string) => scanHostKey(server.host({ knownHosts }), optionsWith(), signal());

describe('a refused host key', () => {
  test('unknown: says the fingerprint, how to compare it and what to run', async () => {
    const knownHosts = await knowing();
    const offered = await refused(knownHosts);
    expect(offered.standing).toBe('unknown');
    const { message } = await refusalOf(
      sshTransport(optionsWith()).start(server.host({ knownHosts }), [], signal()),
    );
    expect(message).toMatch(
      /^EX01: the host key of \[127\.0\.0\.1\]:\d+ is not known to .*known-\d+: ssh-ed25519 SHA256:/,
    );
    expect(message).toContain(offered.fingerprint);
    expect(message).toMatch(/`ssh-keygen -lf` at the host, then run `setright hosts trust EX01`\.$/);
  });

  test('by a file that revokes a key nobody can read: nobody is even connected to', async () => {
    const knownHosts = await knowing(`${nameOf(server)} ${keyOfServer}\n`, '@revoked * ssh-ed25519 AAAA\n');
    const refusal = await refusalOf(
      sshTransport(optionsWith()).start(server.host({ knownHosts }), [], signal()),
    );
    expect(refusal).toBeInstanceOf(UsageError);
    expect(refusal.message).toMatch(
      /known-\d+:2: this line revokes a key .*cannot be read\. .*Mend the line/,
    );
  });

  test('changed: shows both keys, warns of a man in the middle, and offers no way to overwrite', async () => {
    const knownHosts = await knowing(`${nameOf(server)} ${keyOfOther}\n`);
    const offered = await refused(knownHosts);
    expect(offered.standing).toBe('changed');
    const { message } = await refusalOf(
      sshTransport(optionsWith()).start(server.host({ knownHosts }), [], signal()),
    );
    expect(message).toContain(`Known: ssh-ed25519 ${offered.known[0]?.fingerprint}`);
    expect(message).toContain(`Shown now: ssh-ed25519 ${offered.fingerprint}`);
    expect(offered.known[0]?.fingerprint).not.toBe(offered.fingerprint);
    expect(message).toMatch(/has CHANGED.*man in the middle.*remove the old line .* yourself/s);
  });

  test('revoked: even when another line trusts it', async () => {
    const knownHosts = await knowing(`${nameOf(server)} ${keyOfServer}\n`, `@revoked * ${keyOfServer}\n`);
    expect((await refused(knownHosts)).standing).toBe('revoked');
    const { message } = await refusalOf(
      sshTransport(optionsWith()).start(server.host({ knownHosts }), [], signal()),
    );
    expect(message).toMatch(/marks as revoked/);
    expect(message).not.toContain('hosts trust');
  });

  test('an authority for the host: said not to be supported', async () => {
    const knownHosts = await knowing(`@cert-authority * ${keyOfServer}\n`);
    expect((await refused(knownHosts)).standing).toBe('unknown');
    const { message } = await refusalOf(
      sshTransport(optionsWith()).start(server.host({ knownHosts }), [], signal()),
    );
    expect(message).toMatch(/@cert-authority\), which is not supported/);
  });
});

describe('trusting a host key', () => {
  test('adds one line and keeps the rest byte for byte, an unfinished last line and Windows line ends too', async () => {
    const before = '# mine\r\n\r\nbroken line\nex02 ssh-ed25519 AAAA';
    const knownHosts = await knowing(before);
    await chmod(knownHosts, 0o644);
    const line = await trustHostKey(await scanned(knownHosts));
    expect(line).toBe(`${nameOf(server)} ${keyOfServer.trim()}\n`);
    expect(await readFile(knownHosts, 'utf8')).toBe(`${before}\n${line}`);
    expect((await stat(knownHosts)).mode & 0o777).toBe(0o600);
    expect((await scanned(knownHosts)).standing).toBe('known');
  });

  test('twice adds it once', async () => {
    const knownHosts = await knowing();
    const offered = await scanned(knownHosts);
    const line = await trustHostKey(offered);
    await trustHostKey(offered);
    expect(await readFile(knownHosts, 'utf8')).toBe(line);
  });

  test('makes the folder for its owner alone', async () => {
    const knownHosts = join(server.folder, 'home', '.ssh', 'known_hosts');
    await trustHostKey(await scanned(knownHosts));
    expect((await stat(dirname(knownHosts))).mode & 0o777).toBe(0o700);
  });

  test('follows a link and leaves it one', async () => {
    const real = await knowing('# kept elsewhere\n');
    const link = join(server.folder, 'link');
    await symlink(real, link);
    const line = await trustHostKey(await scanned(link));
    expect(await readFile(real, 'utf8')).toBe(`# kept elsewhere\n${line}`);
  });

  test.each([
    ['changed', () => `${nameOf(server)} ${keyOfOther}\n`],
    ['revoked', () => `@revoked * ${keyOfServer}\n`],
  ])('is refused when the key is %s, also when that came in between', async (standing, text) => {
    const knownHosts = await knowing();
    const offered = await scanned(knownHosts);
    await writeFile(knownHosts, text());
    const refusal = await refusalOf(trustHostKey(offered));
    expect(refusal).toBeInstanceOf(RefusedError);
    expect(refusal.message).toContain(`is ${standing}; nothing was written`);
    expect(await readFile(knownHosts, 'utf8')).toBe(text());
  });

  test('a known_hosts that cannot be read is not taken for an empty one', async () => {
    const folder = join(server.folder, 'a-folder');
    await mkdir(folder);
    const refusal = await refusalOf(scanned(folder));
    expect(refusal).toBeInstanceOf(UsageError);
    expect(refusal.message).toMatch(/\(known_hosts\) cannot be read/);
  });
});
