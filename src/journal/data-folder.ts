import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { UsageError } from '../model/errors.ts';
import { makePrivateFolder } from './durable.ts';

/** Where the controller keeps what it must not lose. One folder, one person's. */
export interface DataFolder {
  readonly root: string;
  readonly runs: string;
  readonly backups: string;
  readonly locks: string;
  readonly fingerprintKey: string;
  readonly controllerId: string;
}

/** `chosen` is `--data-dir`; without it the platform's usual folder for application data. */
export async function openDataFolder(chosen: string | undefined): Promise<DataFolder> {
  const root = chosen ? resolve(chosen) : envPaths('setright', { suffix: '' }).data;
  const folder: DataFolder = {
    root,
    runs: join(root, 'runs'),
    backups: join(root, 'backups'),
    locks: join(root, 'locks'),
    fingerprintKey: join(root, 'fingerprint.key'),
    controllerId: join(root, 'controller.id'),
  };
  try {
    for (const path of [folder.root, folder.runs, folder.backups, folder.locks])
      await makePrivateFolder(path);
  } catch (cause) {
    const { path: level = root, message } = cause as NodeJS.ErrnoException;
    throw new UsageError(
      `${root}: no data folder can be made there (${level} cannot be made: ${message}); name another with --data-dir`,
      { cause },
    );
  }
  return folder;
}
