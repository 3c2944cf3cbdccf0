import { spawnSync } from 'node:child_process';
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { BackupStore } from '../../src/journal/backup-store.ts';
import { openDataFolder } from '../../src/journal/data-folder.ts';
import { makePrivateFolder, writeOnce, writeWhole } from '../../src/journal/durable.ts';
import { Journal } from '../../src/journal/journal.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'setright-durable-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

/** Every file and folder that is put on disk from now on: its number in the file system, and its bytes at that moment. */
async function recordSyncs(): Promise<Map<number, number>> {
  const handle = await open(folder, 'r');
  const methods = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const synced = new Map<number, number>();
  for (const name of ['sync', 'datasync'] as const) {
    const method = methods[name];
    const spy = vi.spyOn(methods, name).mockImplementation(async function (this: typeof handle) {
      const { ino, size } = await this.stat();
      await method.call(this);
      synced.set(ino, size);
    });
    onTestFinished(() => spy.mockRestore());
  }
  return synced;
}

const numberOf = async (...path: string[]): Promise<number> => (await stat(join(folder, ...path))).ino;

/** After a power cut a file is there only if every folder on the way to it was put on disk with the name of the next. */
describe.skipIf(process.platform === 'win32')('the way to a file', () => {
  it('of several new levels is on disk level by level', async () => {
    const synced = await recordSyncs();
    await makePrivateFolder(join(folder, 'a', 'b', 'c'));
    for (const level of [[], ['a'], ['a', 'b']])
      expect([...synced.keys()]).toContain(await numberOf(...level));
    expect((await stat(join(folder, 'a', 'b'))).mode & 0o777).toBe(0o700);
  });

  it('of a journal and of a backup is on disk before anything is written to a host', async () => {
    const data = await openDataFolder(join(folder, 'data'));
    const backups = await BackupStore.open(data);
    const synced = await recordSyncs();
    const journal = await Journal.create(data.runs, 'run-1', () => new Date());
    await backups.saveHost('run-1', 'ex01', []);
    await journal.close();
    for (const level of ['runs', 'runs/run-1', 'backups', 'backups/run-1'])
      expect([...synced.keys()], level).toContain(await numberOf('data', level));
  });

  it('ends with the file: every byte of a backup, and of each record, is on disk when its writing returns', async () => {
    const data = await openDataFolder(join(folder, 'data'));
    const backups = await BackupStore.open(data);
    const synced = await recordSyncs();
    const isOnDisk = async (path: string) => {
      const { ino, size } = await stat(path);
      expect(synced.get(ino), path).toBe(size);
    };
    await isOnDisk(await backups.saveHost('run-1', 'ex01', []));
    const journal = await Journal.create(data.runs, 'run-1', () => new Date());
    for (const host of ['ex01', 'ex02']) {
      await journal.append({ event: 'verified', host });
      await isOnDisk(journal.path);
    }
    await journal.close();
    const once = join(folder, 'once');
    await writeOnce(once, 'a lock');
    await isOnDisk(once);
  });
});

describe('a folder that cannot be made', () => {
  it('is refused, not tried for ever, where the system knows its parent and makes nothing in it', () => {
    const program = `
      import { openDataFolder } from ${JSON.stringify(import.meta.resolve('../../src/journal/data-folder.ts'))};
      await openDataFolder('/proc/setright/data').catch((error) => console.log(error.name, error.message));`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      timeout: 10_000,
    });
    if (process.platform === 'linux')
      expect(stdout).toMatch(
        /^UsageError \/proc\/setright\/data: .* \(\/proc\/setright cannot be made.*--data-dir/,
      );
  });

  it('names the level that is in the way', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openDataFolder(join(folder, 'file', 'deep', 'data'))).rejects.toThrow(
      `(${join(folder, 'file')} cannot be made: `,
    );
  });
});

describe.skipIf(process.platform === 'win32')('a file that is written whole', () => {
  it('never takes the place of a device, a pipe or a folder', async () => {
    const pipe = join(folder, 'pipe');
    spawnSync('mkfifo', [pipe]);
    await expect(writeWhole(pipe, 'x')).rejects.toThrow('it is a folder or a device');
    expect((await stat(pipe)).isFIFO()).toBe(true);
    await expect(writeWhole(folder, 'x')).rejects.toThrow('it is a folder or a device');
  });
});

describe('a file that is written once', () => {
  it('is whole and the same for all of many that write it at once', async () => {
    const path = join(folder, 'once');
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(1000));
    const wrote = await Promise.all(texts.map((text) => writeOnce(path, text)));
    expect(wrote.filter(Boolean)).toHaveLength(1);
    expect(await readFile(path, 'utf8')).toBe(texts[wrote.indexOf(true)]);
  });
});
