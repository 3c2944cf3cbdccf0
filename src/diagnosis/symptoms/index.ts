import type { Symptom } from '../symptom.ts';
import { crm } from './crm.ts';
import { event26 } from './event-26.ts';
import { event9646 } from './event-9646.ts';
import { mapiLeak } from './mapi-leak.ts';
import { ports } from './ports.ts';

/** The table of symptoms, as they are listed. */
export const symptoms: readonly Symptom[] = [event9646, event26, ports, crm, mapiLeak];
