import type { Observation } from '../observation.ts';
import { outlookReconnects } from './outlook-reconnects.ts';

/** What is looked at beside what the remedies ask. */
export type ObservationName = 'outlook-reconnects';

export const observations: { readonly [N in ObservationName]: Observation } = {
  'outlook-reconnects': outlookReconnects,
};
