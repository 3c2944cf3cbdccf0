import { z } from 'zod';
import { factType } from './fact-type.ts';
import { shortText, timeOrNone, wholeNumber } from './shapes.ts';

export const os = factType(
  'os',
  z.object({
    version: shortText.regex(/^\d+(\.\d+){1,3}$/),
    build: wholeNumber,
    ubr: wholeNumber,
    name: shortText,
    installedAt: timeOrNone,
    server: z.boolean(),
    bootedAt: timeOrNone,
  }),
);
