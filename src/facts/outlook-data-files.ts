import { z } from 'zod';
import { factType } from './fact-type.ts';
import { longText, shortText, wholeNumber } from './shapes.ts';

const USERS = 10_000;

export const outlookDataFiles = factType(
  'outlook-data-files',
  z.object({
    users: z
      .array(
        z.discriminatedUnion('status', [
          z.object({ sid: shortText, status: z.literal('counted'), files: wholeNumber }),
          z.object({ sid: shortText, status: z.literal('unreadable'), why: longText }),
        ]),
      )
      .max(USERS),
  }),
);
