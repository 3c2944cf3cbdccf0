import { z } from 'zod';
import { factType } from './fact-type.ts';
import { processId, shortText, timeOrNone, wholeNumber } from './shapes.ts';

const LISTED = 100;
/** Beyond what a program of 64 bits can address on Windows there is no size of one. */
const bytes = z
  .int()
  .min(0)
  .max(2 ** 47);

export const processes = factType(
  'processes',
  z.object({
    count: wholeNumber,
    processes: z
      .array(
        z.object({
          pid: processId,
          name: shortText,
          session: wholeNumber,
          owner: shortText,
          sid: shortText,
          startedAt: timeOrNone,
          handles: wholeNumber,
          workingSet: bytes,
          privateBytes: bytes,
        }),
      )
      .max(LISTED),
  }),
);
