import { z } from 'zod';
import { factType } from './fact-type.ts';
import { longText, shortText } from './shapes.ts';

/** The host shows no more; see docs/line.md. */
const VALUES = 1000;
const DATA_CHARACTERS = 4096;
const KEY_CHARACTERS = 4096;

export const registryTree = factType(
  'registry-tree',
  z.object({
    exists: z.boolean(),
    values: z
      .array(
        z.object({
          key: longText.max(KEY_CHARACTERS),
          name: longText,
          kind: shortText,
          data: z
            .union([
              z.string().max(DATA_CHARACTERS),
              z.number(),
              z.array(z.string().max(DATA_CHARACTERS)).max(DATA_CHARACTERS),
            ])
            .nullable(),
        }),
      )
      .max(VALUES),
    capped: z.boolean(),
  }),
);
