import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  credentialReferences,
  rememberingCredentials,
  resolveCredential,
} from '../../src/inventory/index.ts';
import type { CredentialReference } from '../../src/model/host.ts';
import { Secret } from '../../src/model/secret.ts';
import { read } from './read.ts';

const nobody = (): Promise<Secret> => Promise.reject(new Error('nobody was to be asked'));
let folder = '';
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credentials-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(text: string, mode = 0o600): Promise<CredentialReference> {
  const path = join(folder, `credential-${++files}`);
  await writeFile(path, text);
  await chmod(path, mode);
  return { from: 'file', path };
}

describe('a credential in the environment', () => {
  const reference: CredentialReference = { from: 'env', name: 'EX_PASSWORD' };
  test('is taken as it is, and prints as nothing', async () => {
    const secret = await resolveCredential(reference, nobody, { EX_PASSWORD: ' p w ' });
    expect(secret.reveal()).toBe(' p w ');
    expect(`${secret}`).toBe('[REDACTED]');
  });
  test('is missed by its name', async () => {
    await expect(resolveCredential(reference, nobody, {})).rejects.toThrow(
      /EX_PASSWORD.* is not set; set it/,
    );
    await expect(resolveCredential(reference, nobody, { EX_PASSWORD: '' })).rejects.toThrow(/is empty/);
  });
});

describe('a credential in a file', () => {
  test.each([
    ['secret\n', 'secret'],
    ['secret\r\n', 'secret'],
    ['secret\n\n', 'secret\n'],
    [' secret', ' secret'],
  ])('%j loses one newline at its end and nothing else', async (text, expected) => {
    expect((await resolveCredential(await file(text), nobody, {})).reveal()).toBe(expected);
  });

  test.each([0o640, 0o604, 0o620, 0o666])(
    'open to others (mode %o) is refused with the cure, unread',
    async (mode) => {
      const refused = resolveCredential(await file('hunter2', mode), nobody, {}, 'linux');
      await expect(refused).rejects.toThrow(/is open to others \(mode \d+\); close it with chmod 600/);
      await expect(refused).rejects.not.toThrow(/hunter2/);
    },
  );

  test('has no such mode on Windows', async () => {
    expect((await resolveCredential(await file('x', 0o644), nobody, {}, 'win32')).reveal()).toBe('x');
  });

  test('is missed by its path', async () => {
    await expect(resolveCredential(await file('\n'), nobody, {})).rejects.toThrow(/is empty/);
    await expect(resolveCredential({ from: 'file', path: join(folder, 'none') }, nobody, {})).rejects.toThrow(
      /none, which the inventory refers to, does not exist/,
    );
    await expect(resolveCredential(await file('x'.repeat(70_000)), nobody, {})).rejects.toThrow(/too large/);
    await chmod(folder, 0o700);
    await expect(resolveCredential({ from: 'file', path: folder }, nobody, {})).rejects.toThrow(
      /cannot be read/,
    );
  });
});

describe('a credential that is asked for', () => {
  const inventory = read(`
groups:
  many: { transport: { user: anna, password: { prompt: Password of anna } } }
hosts:
  EX01: { groups: [many] }
  EX02: { groups: [many], transport: { via: [{ address: hop, user: hop, password: { prompt: Password of hop } }] } }
  EX03: { groups: [many], transport: { passphrase: { env: PASSPHRASE } } }
  here: { transport: { type: local } }
`);

  test('is asked once, however many hosts share it and however many ask at once', async () => {
    const asked: string[] = [];
    const ask = (question: string) => {
      asked.push(question);
      return Promise.resolve(new Secret(`answer ${asked.length}`));
    };
    const credential = rememberingCredentials((reference) =>
      resolveCredential(reference, ask, { PASSPHRASE: 'x' }),
    );
    const all = [...inventory.hosts, ...inventory.hosts].flatMap((host) => credentialReferences([host]));
    const secrets = await Promise.all(all.map(credential));
    expect(asked).toEqual(['Password of anna', 'Password of hop']);
    expect(secrets[0]).toBe(secrets.at(-1));
  });

  test('what to ask at the start is known before the first connection, jump hosts first', () => {
    expect(credentialReferences(inventory.hosts)).toEqual([
      { from: 'prompt', question: 'Password of anna' },
      { from: 'prompt', question: 'Password of hop' },
      { from: 'env', name: 'PASSPHRASE' },
    ]);
  });

  test('may be asked again when the asking failed', async () => {
    let times = 0;
    const credential = rememberingCredentials(() =>
      times++ === 0 ? Promise.reject(new Error('cancelled')) : Promise.resolve(new Secret('x')),
    );
    const reference = { from: 'prompt', question: 'q' } as const;
    await expect(credential(reference)).rejects.toThrow('cancelled');
    expect((await credential(reference)).reveal()).toBe('x');
  });
});
