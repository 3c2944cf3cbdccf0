import { dirname, resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { makePrivateFolder, writeOnce, writeWhole } from './durable.ts';

/** UTF-16 that says so: what regedit of Windows 2000 and later takes whatever the code page is. */
const BYTE_ORDER_MARK = '\ufeff';

const bytesOf = (text: string): Buffer => Buffer.from(`${BYTE_ORDER_MARK}${text}`, 'utf16le');

/** Never over a file that exists: it may be the only way back that somebody has. Readable by its owner only. */
export async function writeRegFile(path: string, text: string): Promise<void> {
  const isNew = await written(path, async () => {
    await makePrivateFolder(dirname(resolve(path)));
    return writeOnce(resolve(path), bytesOf(text));
  });
  if (!isNew)
    throw new UsageError(
      `${path} exists and is not overwritten; name another folder with --out, or --force if it is of no use any more`,
    );
}

/** Over whatever is there, when somebody asked for that. */
export const replaceRegFile = (path: string, text: string): Promise<void> =>
  written(path, () => writeWhole(resolve(path), bytesOf(text)));

async function written<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    throw new UsageError(`${path}: the file cannot be written (${(cause as Error).message})`, { cause });
  }
}
