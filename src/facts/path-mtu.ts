import { z } from 'zod';
import { factType } from './fact-type.ts';
import { shortText, wholeNumber } from './shapes.ts';

/** More than the search ever probes. */
const RUNGS = 100;

export const pathMtu = factType(
  'path-mtu',
  z.object({
    peer: shortText,
    address: shortText,
    source: shortText,
    interface: wholeNumber,
    family: z.enum(['IPv4', 'IPv6']),
    interfaceMtu: wholeNumber.min(68),
    smalls: z.object({ sent: wholeNumber, answered: wholeNumber, other: shortText }),
    rungs: z
      .array(
        z.object({
          size: wholeNumber,
          sent: wholeNumber,
          answered: z.boolean(),
          tooBig: z.boolean(),
          from: shortText,
          other: shortText,
        }),
      )
      .max(RUNGS),
    finished: z.boolean(),
  }),
);
