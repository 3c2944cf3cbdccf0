import type { Symptom } from '../symptom.ts';

export const mapiLeak: Symptom = {
  name: 'mapi-leak',
  title: 'a MAPI program takes more and more memory until Exchange Server 2003 delivers nothing (KB898782)',
  remedies: ['exchange-mapi-leak'],
  observations: [],
};
