import { z } from 'zod';
import { factType } from './fact-type.ts';
import { processId, shortText, timeOrNone } from './shapes.ts';

const DEPENDENTS = 1000;

export const service = factType(
  'service',
  z.object({
    exists: z.boolean(),
    service: shortText,
    displayName: shortText,
    status: shortText,
    startType: shortText,
    pid: processId,
    startedAt: timeOrNone,
    dependents: z
      .array(z.object({ service: shortText, displayName: shortText, status: shortText }))
      .max(DEPENDENTS),
  }),
);
