import { z } from 'zod';
import { factType } from './fact-type.ts';
import { processId, shortText } from './shapes.ts';

export const powershell = factType(
  'powershell',
  z.object({
    version: shortText,
    edition: z.enum(['Desktop', 'Core']),
    languageMode: shortText,
    pid: processId,
  }),
);
