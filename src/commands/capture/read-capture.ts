import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { analyseCapture } from '../../capture/analyse-capture.ts';
import type { CaptureReport } from '../../model/capture.ts';
import { UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';

const MEGABYTE = 1024 * 1024;
const BETWEEN_REMARKS_MS = 2000;

/** Analyses a file; what is wrong with it is a UsageError that names it. `say` hears how far it is, when it takes long. */
export async function readCapture(file: string, say: (text: string) => void): Promise<CaptureReport> {
  try {
    const { size } = await stat(file);
    return await analyseCapture(told(file, size, say));
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${file}: ${error.message}`, { cause: error });
    if (error instanceof Error && 'syscall' in error)
      throw new UsageError(
        `${file} cannot be read: ${error.message}. Name a pcap or pcapng file that you may read`,
        { cause: error },
      );
    throw error;
  }
}

async function* told(file: string, size: number, say: (text: string) => void): AsyncGenerator<Buffer> {
  let read = 0;
  let last = Date.now();
  for await (const piece of createReadStream(file, { highWaterMark: MEGABYTE })) {
    yield piece;
    read += piece.length;
    if (Date.now() - last < BETWEEN_REMARKS_MS) continue;
    last = Date.now();
    say(`${printable(file)}: ${Math.round(read / MEGABYTE)} of ${Math.round(size / MEGABYTE)} MB`);
  }
}
