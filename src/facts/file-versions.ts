import { z } from 'zod';
import { factType } from './fact-type.ts';
import { longText, shortText } from './shapes.ts';

const FILES = 100;
const fourNumbers = /^(\d{1,5}(\.\d{1,5}){3})?$/;

export const fileVersions = factType(
  'file-versions',
  z.object({
    files: z
      .array(
        z.discriminatedUnion('status', [
          z.object({
            path: shortText,
            status: z.literal('present'),
            version: shortText.regex(fourNumbers),
          }),
          z.object({ path: shortText, status: z.literal('absent') }),
          z.object({ path: shortText, status: z.literal('unreadable'), why: longText }),
        ]),
      )
      .max(FILES),
  }),
);
