import { AsyncLocalStorage } from 'node:async_hooks';
import { open } from 'node:fs/promises';

/** The controller's disk, as the work done on it sees it. */
export interface Disk {
  isFull: boolean;
  /** Bytes that still fit on it while it is full. */
  room: number;
  /** Somebody else takes what room is made. */
  isGreedy: boolean;
}

const disks = new AsyncLocalStorage<Disk>();

/** Everything that `work` writes goes to this disk. */
export const onDisk = <Result>(disk: Disk, work: () => Promise<Result>): Promise<Result> =>
  disks.run(disk, work);

const handle = await open(import.meta.filename);
const files = Object.getPrototypeOf(handle) as typeof handle;
await handle.close();
const { appendFile, writeFile, truncate } = files;
/** With all that Node says of what the system refused: own files are known by it. */
const noSpace = () =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'write',
  });

/** A line that no longer fits is torn. */
files.appendFile = async function (data, ...rest) {
  const disk = disks.getStore();
  if (!disk?.isFull) return appendFile.call(this, data, ...rest);
  const content = Buffer.from(data as Buffer);
  const fits = content.length <= disk.room;
  const written = fits ? content : content.subarray(0, 20);
  disk.room -= written.length;
  await appendFile.call(this, written);
  if (!fits) throw noSpace();
};

/** What a file gives up is there for others, unless somebody else is quicker. */
files.truncate = async function (length = 0) {
  const { size } = await this.stat();
  await truncate.call(this, length);
  const disk = disks.getStore();
  if (disk?.isFull && !disk.isGreedy) disk.room += size - length;
};

files.writeFile = async function (...data) {
  if (disks.getStore()?.isFull) throw noSpace();
  return writeFile.apply(this, data);
};
