import { z } from 'zod';
import { factType } from './fact-type.ts';
import { longText, shortText, time, wholeNumber } from './shapes.ts';

/** The host counts no further; see docs/line.md. An event of Windows has at most 99 insertion strings. */
const EVENTS_COUNTED = 10_000;
const INSERTION_STRINGS = 100;

export const events = factType(
  'events',
  z
    .object({
      count: wholeNumber.max(EVENTS_COUNTED),
      capped: z.boolean(),
      newest: z
        .array(
          z.object({
            at: time,
            id: wholeNumber,
            provider: shortText,
            properties: z.array(longText).max(INSERTION_STRINGS),
            message: longText,
          }),
        )
        .max(EVENTS_COUNTED),
    })
    .refine(({ count, newest }) => newest.length <= count, 'more events are shown than were counted'),
);
