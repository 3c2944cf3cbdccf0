import type { Symptom } from '../symptom.ts';

export const ports: Symptom = {
  name: 'ports',
  title: 'events 4227 and 4231, or outgoing connections that fail: TCP ports are used up',
  remedies: ['tcp-port-exhaustion', 'tcp-timed-wait-delay', 'misspelt-control-set'],
  observations: [],
};
