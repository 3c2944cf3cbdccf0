import { z } from 'zod';
import { factType } from './fact-type.ts';
import { timeOrNone, wholeNumber } from './shapes.ts';

const SEARCHED = 5000;
const SIGNATURES = 20;

export const eventTexts = factType(
  'event-texts',
  z.object({
    searched: wholeNumber.max(SEARCHED),
    capped: z.boolean(),
    found: z.array(z.object({ count: wholeNumber.max(SEARCHED), latest: timeOrNone })).max(SIGNATURES),
  }),
);
