import { z } from 'zod';
import { factType } from './fact-type.ts';
import { bytes, processId, shortText, timeOrNone, wholeNumber } from './shapes.ts';

const LISTED = 100;

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
