import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { BackupStore } from '../../src/journal/backup-store.ts';
import { type DataFolder, openDataFolder } from '../../src/journal/data-folder.ts';
import { OwnFileError, UsageError } from '../../src/model/errors.ts';
import { present } from '../../src/model/state.ts';

const secret = present({ kind: 'REG_SZ', data: 'planted-secret' });
let data: DataFolder;

beforeEach(async () => {
  data = await openDataFolder(await mkdtemp(join(tmpdir(), 'setright-data-')));
});

async function everyFile(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('the backup store', () => {
  it('gives back exactly what was sealed, in another process too', async () => {
    const sealed = await (await BackupStore.open(data)).seal(secret);
    expect(JSON.stringify(sealed)).not.toContain('planted-secret');
    expect(await (await BackupStore.open(data)).unseal(sealed)).toEqual(secret);
  });

  it('shows equal states as equal and others as different', async () => {
    const store = await BackupStore.open(data);
    expect(store.shown(secret)).toEqual(await store.seal(secret));
    expect(store.shown(secret)).not.toEqual(store.shown(present({ kind: 'REG_SZ', data: 'other' })));
  });

  it('has a key of its own: another controller’s fingerprints say nothing', async () => {
    const elsewhere = await openDataFolder(await mkdtemp(join(tmpdir(), 'setright-data-')));
    expect((await BackupStore.open(elsewhere)).shown(secret)).not.toEqual(
      (await BackupStore.open(data)).shown(secret),
    );
  });

  it('has one key, however many processes open a new data folder at once', async () => {
    const stores = await Promise.all(Array.from({ length: 20 }, () => BackupStore.open(data)));
    const { size } = new Set(stores.map((store) => store.fingerprint(secret)));
    expect(size).toBe(1);
    expect(await readFile(data.fingerprintKey)).toHaveLength(32);
  });

  it.each([0, 31, 33])('does not open with a key of %i bytes, and says what to do', async (length) => {
    await writeFile(data.fingerprintKey, Buffer.alloc(length));
    const opened = BackupStore.open(data);
    await expect(opened).rejects.toBeInstanceOf(UsageError);
    await expect(opened).rejects.toThrow(
      new RegExp(`fingerprint.key: .* has 32 bytes, this file has ${length}. .*copy of the data folder`),
    );
    expect(await readFile(data.fingerprintKey)).toHaveLength(length);
  });

  it('whose key cannot be had says where and what to do, not that it is a bug', async () => {
    await mkdir(data.fingerprintKey);
    const opened = BackupStore.open(data);
    await expect(opened).rejects.toBeInstanceOf(OwnFileError);
    await expect(opened).rejects.toThrow(/fingerprint.key cannot be used .*another folder with --data-dir/);
  });

  it('keeps every file to its owner', async () => {
    const store = await BackupStore.open(data);
    await store.seal(secret);
    await store.saveHost('run-1', '../../etc/EX01', []);
    const files = await everyFile(data.root);
    expect(files).toHaveLength(3);
    for (const file of files) expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await everyFile(join(data.backups, 'run-1'))).toHaveLength(1);
  });

  it.each(['', '{"schema":"setright/backup@1","cha', 'null', '{"schema":"setright/backup@1"}'])(
    'does not take %j for a backup, nor for a state: says which file, and where the same is',
    async (text) => {
      const store = await BackupStore.open(data);
      await writeFile(await store.saveHost('run-1', 'EX01', []), text);
      await expect(store.loadHost('run-1', 'EX01')).rejects.toThrow(
        /run-1.*the backup of EX01 in run run-1 is not as it was written.*copy of the data folder.*undo\.ps1/,
      );
      const sealed = await store.seal(secret);
      const [file = ''] = await everyFile(join(data.backups, 'sealed'));
      await writeFile(file, text);
      await expect(store.unseal(sealed)).rejects.toBeInstanceOf(UsageError);
    },
  );

  it('gives a host’s backup back exactly and says where one is missing', async () => {
    const store = await BackupStore.open(data);
    const resource = {
      kind: 'registry-value',
      hive: 'HKLM',
      key: 'K',
      name: '\u0000\ud800’',
      view: 64,
    } as const;
    const change = {
      id: 'c1',
      resource,
      before: { status: 'absent', missing: 'value' } as const,
      after: secret,
    };
    const path = await store.saveHost('run-1', 'EX01', [change]);
    expect(await store.loadHost('run-1', 'EX01')).toEqual([change]);
    expect(await readFile(path, 'utf8')).toContain('setright/backup@1');
    await expect(store.loadHost('run-2', 'EX01')).rejects.toThrow(/--data-dir/);
  });
});
