import { z } from 'zod';
import { factType } from './fact-type.ts';
import { shortText } from './shapes.ts';

/** The host shows no more; see docs/line.md. */
const KEYS = 1000;

export const registryKeys = factType(
  'registry-keys',
  z.object({ exists: z.boolean(), keys: z.array(shortText).max(KEYS), capped: z.boolean() }),
);
