import { printable } from '../../model/printable.ts';
import type { Evidence } from '../../model/remedy.ts';
import type { Sighting } from '../../model/sighting.ts';
import { growingProcesses } from './memory-growth.ts';

export type GrowthFound =
  | { readonly grows: boolean; readonly text: string; readonly sightings?: readonly Sighting[] }
  | { readonly unknown: string };

/** Whether the program that somebody named grows, or that nobody named one. */
export function growthOf(evidence: Evidence, program: string): GrowthFound {
  if (program === '')
    return {
      grows: false,
      text: 'Whether a program grows was not looked at: name it with --set exchange-mapi-leak.program=FILE.',
    };
  const name = printable(program);
  const memory = evidence.fact('process-memory', 'memory');
  if (!memory.known)
    return { unknown: `The memory of ${name} could not be looked at: ${printable(memory.why)}.` };
  if (memory.value.samples.every(({ processes }) => processes.length === 0))
    return { grows: false, text: `${name} does not run.` };
  const [fastest] = growingProcesses(memory.value);
  if (!fastest) return { grows: false, text: `The memory of ${name} did not grow from look to look.` };
  const { pid, megabytes, megabytesAnHour } = fastest;
  const text = `${name} (process ${pid}) holds ${megabytes} MB and grows by ${megabytesAnHour} MB an hour`;
  const [from = '', to = from] = [memory.value.samples[0]?.at, memory.value.samples.at(-1)?.at];
  return {
    grows: true,
    text: `${text}.`,
    sightings: [{ kind: 'memory-grows', text, from, to, count: memory.value.samples.length, who: [] }],
  };
}
