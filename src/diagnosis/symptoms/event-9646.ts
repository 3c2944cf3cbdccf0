import type { Symptom } from '../symptom.ts';

export const event9646: Symptom = {
  name: '9646',
  title: 'event 9646: Exchange closes MAPI sessions, "exceeded the maximum of 32 objects of type session"',
  remedies: [
    'exchange-mapi-sessions',
    'exchange-mapi-objects',
    'scalable-networking',
    'outlook-shared-folders',
  ],
  observations: ['outlook-reconnects'],
};
