import { z } from 'zod';
import { factType } from './fact-type.ts';
import { processId, shortText, wholeNumber } from './shapes.ts';

/** The host counts no further and shows no more groups; see docs/line.md. */
const COUNTED = 100_000;
const GROUPS = 500;

export const connections = factType(
  'connections',
  z.object({
    count: wholeNumber.max(COUNTED),
    capped: z.boolean(),
    owners: z.boolean(),
    groups: z
      .array(
        z.object({
          state: shortText,
          pid: processId,
          process: shortText,
          count: wholeNumber.max(COUNTED),
          ports: wholeNumber.max(65_536),
        }),
      )
      .max(GROUPS),
    groupsLeft: wholeNumber,
  }),
);
