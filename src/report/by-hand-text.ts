import type { HostOutcome } from '../model/outcome.ts';
import { printable } from '../model/printable.ts';
import type { ExactHostPlan } from '../plan/assemble.ts';
import type { ByHand } from '../run/export/by-hand.ts';
import { checkText } from './check-text.ts';
import type { Look } from './look.ts';
import { adviceLines } from './plan-text.ts';
import { indented } from './wrap.ts';

/** What was judged, and all that a person needs to put it right without Setright, and to take it back. */
export function adviceText(
  plan: ExactHostPlan,
  outcome: HostOutcome,
  { first, reg, undoReg, checks, more }: ByHand,
  files: readonly string[],
  look: Look,
): string {
  const line = (text: string, indent: number, hang = 2) =>
    indented(printable(text), look.width, indent, hang);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', look.paint('bold', title), ...lines];
  const file = (text: string) =>
    text === ''
      ? []
      : text
          .trimEnd()
          .split('\r\n')
          .map((each) => `  ${printable(each)}`);
  return [
    checkText([outcome], look),
    ...section(
      'First',
      first.map((each) => line(`- ${each}`, 2)),
    ),
    ...section('To import, from an elevated prompt: reg import FILE', file(reg)),
    ...section('To take it back', file(undoReg)),
    ...section(
      'Then',
      more.map((each) => line(`- ${each}`, 2)),
    ),
    ...section(
      'It worked when',
      checks.map((each) => line(`- ${each}`, 2)),
    ),
    ...plan.advice.flatMap((advice) => ['', ...adviceLines(advice, 'whole', line)]),
    ...section(
      'Written',
      files.map((path) => line(path, 2)),
    ),
  ].join('\n');
}
