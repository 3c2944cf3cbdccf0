import type { Check, Diagnosis } from '../model/diagnosis.ts';
import { printable } from '../model/printable.ts';
import type { Look, Tone } from './look.ts';
import { tally } from './status-tone.ts';
import { wrap } from './wrap.ts';

const tones: Readonly<Record<Check['status'], Tone>> = { good: 'good', doubtful: 'warn', bad: 'bad' };

const LABEL = 14;

/** Host by host, step by step; `showsFix`: with the command to run on the host. */
export function diagnosisText(diagnoses: readonly Diagnosis[], showsFix: boolean, look: Look): string {
  const hosts = diagnoses.map((diagnosis) => hostText(diagnosis, showsFix, look));
  return [...hosts, tally(diagnoses.map(({ verdict }) => verdict))].join('\n\n');
}

function hostText({ host, transport, verdict, checks }: Diagnosis, showsFix: boolean, look: Look): string {
  const head = `${look.paint('bold', printable(host))} (${transport}): ${look.paint(tones[verdict], verdict)}`;
  return [head, ...checks.flatMap((check) => checkLines(check, showsFix, look))].join('\n');
}

function checkLines({ check, status, found, next, fix }: Check, showsFix: boolean, look: Look): string[] {
  const beside = (label: string, tone: Tone, text: string) =>
    wrap(printable(text), look.width - LABEL - 2).map(
      (line, at) => `  ${at === 0 ? look.paint(tone, label.padEnd(LABEL)) : ' '.repeat(LABEL)}${line}`,
    );
  return [
    ...beside(check, tones[status], found),
    ...(next === '' ? [] : beside('', 'dim', `→ ${next}`)),
    // One line, however long: it is copied.
    ...(showsFix && fix !== '' ? [`  ${' '.repeat(LABEL)}on the host: ${printable(fix)}`] : []),
  ];
}
