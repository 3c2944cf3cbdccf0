import type { Symptom } from '../symptom.ts';

export const crm: Symptom = {
  name: 'crm',
  title: 'the CRM client for Outlook runs out of memory or loses its server (KB2015877)',
  remedies: [
    'crm-outlook',
    'outlook-pst-cache',
    'wininet-connections',
    'tcp-port-exhaustion',
    'tcp-timed-wait-delay',
    'misspelt-control-set',
    'gc-break-on-oom',
  ],
  observations: ['outlook-reconnects'],
};
