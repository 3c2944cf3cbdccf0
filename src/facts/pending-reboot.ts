import { z } from 'zod';
import { pendingRebootSources } from '../model/fact.ts';
import { factType } from './fact-type.ts';
import { shortText } from './shapes.ts';

export const pendingReboot = factType(
  'pending-reboot',
  z.object({
    sources: z
      .array(
        z.object({
          source: z.enum(pendingRebootSources),
          answer: z.enum(['pending', 'none', 'unreadable']),
          detail: shortText,
        }),
      )
      .length(pendingRebootSources.length),
  }),
);
