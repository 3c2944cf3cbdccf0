import type { ProcessMemoryFact } from '../../../model/fact.ts';
import type { JsonObject } from '../../../model/json.ts';
import { type Session, WindowsRefusal } from '../state/work.ts';
import { processesFact } from './processes.ts';

const MOST_SAMPLES = 10;
const MOST_SECONDS = 60;

/** Several looks at a program. A host with a clock of its own lets the time between them pass; with the real one nobody waits. */
export function processMemoryFact(
  session: Session,
  { name, samples, seconds }: JsonObject,
): ProcessMemoryFact {
  if (typeof name !== 'string' || name === '')
    throw new WindowsRefusal('the question does not say which program');
  if (!isWithin(samples, 1, MOST_SAMPLES) || !isWithin(seconds, 0, MOST_SECONDS))
    throw new WindowsRefusal('the question does not say how many samples, and how many seconds apart');
  const { state } = session;
  return {
    samples: Array.from({ length: samples }, (_sample, index) => {
      if (index > 0 && state.clock !== undefined)
        state.clock = new Date(Date.parse(state.clock) + seconds * 1000).toISOString();
      const at = session.now();
      const { processes } = processesFact(session, name);
      return {
        at,
        processes: processes.map(({ pid, startedAt, privateBytes }) => ({ pid, startedAt, privateBytes })),
      };
    }),
  };
}

const isWithin = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
