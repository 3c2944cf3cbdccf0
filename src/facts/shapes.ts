import { z } from 'zod';

/** Bounds of what a host may say of itself. Windows' own limits are lower; beyond these it is no answer. */
const SHORT_CHARACTERS = 512;
const LONG_CHARACTERS = 65_536;

export const shortText = z.string().max(SHORT_CHARACTERS);
export const longText = z.string().max(LONG_CHARACTERS);
export const processId = z.int().min(0).max(0xffffffff);
export const wholeNumber = z.int().min(0).max(0xffffffff);

/** Beyond what a program of 64 bits can address on Windows there is no size of one. */
export const bytes = z
  .int()
  .min(0)
  .max(2 ** 47);

/** A time of the host's clock: ISO 8601 with date, time and zone. */
export const time = z
  .string()
  .max(40)
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
  .refine((text) => !Number.isNaN(Date.parse(text)), 'no such time');

export const timeOrNone = z.union([z.literal(''), time]);
