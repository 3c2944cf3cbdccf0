import { z } from 'zod';
import { factType } from './fact-type.ts';
import { shortText } from './shapes.ts';

const PROFILES = 10_000;

export const profiles = factType(
  'profiles',
  z.object({
    profiles: z
      .array(
        z.object({
          sid: shortText.regex(/^(S-1-\d+(-\d+)+|default)$/),
          path: shortText,
          loaded: z.boolean(),
          kind: z.enum(['user', 'service', 'virtual', 'temporary', 'backup', 'mandatory', 'default']),
          name: shortText,
        }),
      )
      .max(PROFILES),
  }),
);
