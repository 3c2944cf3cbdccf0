import { createReadStream } from 'node:fs';
import { analyseCapture } from '../capture/analyse-capture.ts';
import type { CaptureReport, CaptureVerdict } from '../model/capture.ts';
import { UsageError } from '../model/errors.ts';
import { captureText } from '../report/capture-text.ts';
import type { Terminal } from '../ui/terminal.ts';

const PIECE = 1024 * 1024;

const exitCodes: Readonly<Record<CaptureVerdict, number>> = {
  fine: 0,
  'too-big-told': 0,
  'black-hole': 2,
  'too-big-ignored': 2,
  'fragments-lost': 2,
  loss: 2,
  indeterminate: 5,
};

export async function judgeCapture(terminal: Terminal, file: string): Promise<number> {
  const report = await readCapture(file);
  terminal.result(
    () => ({ schema: 'setright/capture@1', file, ...report }),
    () => captureText(file, report, terminal),
  );
  return exitCodes[report.verdict];
}

/** Analyses a file; what is wrong with it is a UsageError that names it. */
async function readCapture(file: string): Promise<CaptureReport> {
  try {
    return await analyseCapture(createReadStream(file, { highWaterMark: PIECE }));
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${file}: ${error.message}`, { cause: error });
    if (error instanceof Error && 'syscall' in error)
      throw new UsageError(`${file} cannot be read: ${error.message}`, { cause: error });
    throw error;
  }
}
