import { AsyncLocalStorage } from 'node:async_hooks';
import { open } from 'node:fs/promises';

/** The controller's disk, as the work done on it sees it. */
export interface Disk {
  isFull: boolean;
}

const disks = new AsyncLocalStorage<Disk>();

/** Everything that `work` writes goes to this disk. */
export const onDisk = <Result>(disk: Disk, work: () => Promise<Result>): Promise<Result> =>
  disks.run(disk, work);

const handle = await open(import.meta.filename);
const files = Object.getPrototypeOf(handle) as typeof handle;
await handle.close();
const { appendFile, writeFile } = files;
const noSpace = () =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    errno: -28,
  });

/** A line that no longer fits is torn. */
files.appendFile = async function (data, ...rest) {
  if (!disks.getStore()?.isFull) return appendFile.call(this, data, ...rest);
  await appendFile.call(this, String(data).slice(0, 20));
  throw noSpace();
};

files.writeFile = async function (...data) {
  if (disks.getStore()?.isFull) throw noSpace();
  return writeFile.apply(this, data);
};
