/** The ways in which Setright writes files: whole, by temp file and rename; once, by link; or appended. All are on disk when they return. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Files of ours may hold the state of hosts: nobody else reads them. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/**
 * Level by level, each on disk before the next: Node's recursive mkdir never returns where a level can be named but not made, as in
 * `/proc`. Errors are the system's; their `path` is the level that could not be made.
 */
export async function makePrivateFolder(path: string): Promise<void> {
  const missing: string[] = [];
  for (let level = path; !(await isFolder(level)); level = dirname(level)) {
    missing.unshift(level);
    if (dirname(level) === level) break;
  }
  for (const level of missing) {
    try {
      await mkdir(level, { mode: PRIVATE_FOLDER });
    } catch (error) {
      // Another process of ours may have been quicker.
      if (codeOf(error) !== 'EEXIST' || !(await isFolder(level))) throw error;
    }
    await syncFolder(dirname(level));
  }
}

export async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  await refuseUnlessFile(path);
  await makePrivateFolder(dirname(path));
  const temporary = asideOf(path);
  try {
    await writeSynced(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** The rename would put a file in the place of `/dev/null` itself, for a user who may. */
async function refuseUnlessFile(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there && !there.isFile()) throw new Error('it is a folder or a device, expected the name of a file');
}

/** False when the file is there already. Nobody ever sees a part of it: written aside, then linked into place. */
export async function writeOnce(path: string, content: string | Buffer): Promise<boolean> {
  const aside = asideOf(path);
  try {
    await writeSynced(aside, content);
    await link(aside, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}

/** A name in a folder is lasting only once the folder is on disk; Windows has no such call and needs none. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r').catch((error: unknown) => {
    // A folder that may be written but not read, above our own: its name for us is in the system's hands.
    if (codeOf(error) === 'EACCES') return undefined;
    throw error;
  });
  try {
    await folder?.sync();
  } finally {
    await folder?.close();
  }
}

async function writeSynced(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'wx', PRIVATE_FILE);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

const asideOf = (path: string): string => `${path}.${randomBytes(6).toString('hex')}.tmp`;

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
