import { createReadStream } from 'node:fs';
import { analyseCapture } from '../capture/analyse-capture.ts';
import type { CaptureReport } from '../model/capture.ts';
import { UsageError } from '../model/errors.ts';

const PIECE = 1024 * 1024;

/** Analyses a file; what is wrong with it is a UsageError that names it. */
export async function readCapture(file: string): Promise<CaptureReport> {
  try {
    return await analyseCapture(createReadStream(file, { highWaterMark: PIECE }));
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${file}: ${error.message}`, { cause: error });
    if (error instanceof Error && 'syscall' in error)
      throw new UsageError(`${file} cannot be read: ${error.message}`, { cause: error });
    throw error;
  }
}
