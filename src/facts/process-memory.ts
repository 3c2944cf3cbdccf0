import { z } from 'zod';
import { factType } from './fact-type.ts';
import { bytes, processId, time, timeOrNone } from './shapes.ts';

const SAMPLES = 10;
const LISTED = 100;

export const processMemory = factType(
  'process-memory',
  z.object({
    samples: z
      .array(
        z.object({
          at: time,
          processes: z
            .array(z.object({ pid: processId, startedAt: timeOrNone, privateBytes: bytes }))
            .max(LISTED),
        }),
      )
      .min(1)
      .max(SAMPLES),
  }),
);
