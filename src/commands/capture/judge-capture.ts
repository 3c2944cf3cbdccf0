import type { CaptureVerdict } from '../../model/capture.ts';
import { captureText } from '../../report/capture-text.ts';
import type { Terminal } from '../../ui/terminal.ts';
import { readCapture } from './read-capture.ts';

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
  const report = await readCapture(file, (text) => terminal.say(text));
  terminal.result(
    () => ({ schema: 'setright/capture@1', file, ...report }),
    () => captureText(file, report, terminal),
  );
  return exitCodes[report.verdict];
}
