import type { Symptom } from '../symptom.ts';

export const event26: Symptom = {
  name: '26',
  title: 'event 26: Outlook says that the connection to Microsoft Exchange has been lost, and restored',
  remedies: ['exchange-mapi-sessions', 'tcp-port-exhaustion', 'scalable-networking', 'crm-outlook'],
  observations: ['outlook-reconnects'],
};
