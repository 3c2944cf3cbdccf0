import { z } from 'zod';
import { factType } from './fact-type.ts';
import { shortText, wholeNumber } from './shapes.ts';

const INTERFACES = 10_000;

export const interfaces = factType(
  'interfaces',
  z.object({
    interfaces: z
      .array(
        z.object({
          index: wholeNumber,
          alias: shortText,
          description: shortText,
          kind: z.enum(['physical', 'virtual', 'team', 'other']),
          families: z.array(z.enum(['IPv4', 'IPv6'])).max(2),
        }),
      )
      .max(INTERFACES),
  }),
);
