import type { ProcessMemoryFact } from '../../model/fact.ts';

/** Less is how programs breathe. */
const LEAK_BYTES_AN_HOUR = 1_000_000;
const HOUR_MS = 3_600_000;
const MEGABYTE = 1_000_000;

export interface Growth {
  readonly pid: number;
  readonly megabytesAnHour: number;
  readonly megabytes: number;
}

/** Processes that hold more each time they were looked at, the fastest first. One that was not there all the time is none of them. */
export function growingProcesses({ samples }: ProcessMemoryFact): readonly Growth[] {
  const [first] = samples;
  const last = samples.at(-1);
  const hours = first && last ? (Date.parse(last.at) - Date.parse(first.at)) / HOUR_MS : 0;
  if (!first || !last || hours <= 0) return [];
  return first.processes
    .flatMap(({ pid, startedAt }) => {
      const held = samples.flatMap(
        ({ processes }) =>
          processes.find((each) => each.pid === pid && each.startedAt === startedAt)?.privateBytes ?? [],
      );
      const rises = held.every((bytes, index) => index === 0 || bytes > (held[index - 1] ?? 0));
      const grown = ((held.at(-1) ?? 0) - (held[0] ?? 0)) / hours;
      return held.length === samples.length && rises && grown >= LEAK_BYTES_AN_HOUR
        ? [
            {
              pid,
              megabytesAnHour: Math.round(grown / MEGABYTE),
              megabytes: Math.round((held.at(-1) ?? 0) / MEGABYTE),
            },
          ]
        : [];
    })
    .sort((a, b) => b.megabytesAnHour - a.megabytesAnHour);
}
