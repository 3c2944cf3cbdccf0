import { z } from 'zod';
import { factType } from './fact-type.ts';
import { bytes, shortText, timeOrNone, wholeNumber } from './shapes.ts';

const FILES = 20;
const SIGNATURES = 20;

export const crmTraces = factType(
  'crm-traces',
  z.object({
    files: z
      .array(
        z.object({
          path: shortText,
          at: timeOrNone,
          size: bytes,
          status: z.enum(['read', 'unreadable']),
          found: z.array(wholeNumber).max(SIGNATURES),
        }),
      )
      .max(FILES),
  }),
);
