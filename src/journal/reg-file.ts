import { dirname, resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { makePrivateFolder, writeOnce } from './durable.ts';

/** UTF-16 that says so: what regedit of Windows 2000 and later takes whatever the code page is. */
const BYTE_ORDER_MARK = '\ufeff';

/** Never over a file that exists: it may be the only way back that somebody has. Readable by its owner only. */
export async function writeRegFile(path: string, text: string): Promise<void> {
  let isNew: boolean;
  try {
    await makePrivateFolder(dirname(resolve(path)));
    isNew = await writeOnce(resolve(path), Buffer.from(`${BYTE_ORDER_MARK}${text}`, 'utf16le'));
  } catch (cause) {
    throw new UsageError(`${path}: the file cannot be written (${(cause as Error).message})`, { cause });
  }
  if (!isNew) throw new UsageError(`${path} exists and is not overwritten; name another folder with --out`);
}
