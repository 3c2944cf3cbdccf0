import { z } from 'zod';
import { factType } from './fact-type.ts';
import { shortText } from './shapes.ts';

const RESOURCES = 10_000;

export const cluster = factType(
  'cluster',
  z.object({
    member: z.boolean(),
    resources: z.array(z.object({ name: shortText, type: shortText, service: shortText })).max(RESOURCES),
    dag: z.boolean(),
    maintenance: z.enum(['in', 'out', 'unknown', 'none']),
  }),
);
