import type { Observation } from '../observation.ts';
import { outlookHandles } from './outlook-handles.ts';
import { outlookReconnects } from './outlook-reconnects.ts';

/** What is looked at beside what the remedies ask. */
export type ObservationName = 'outlook-reconnects' | 'outlook-handles';

export const observations: { readonly [N in ObservationName]: Observation } = {
  'outlook-reconnects': outlookReconnects,
  'outlook-handles': outlookHandles,
};
