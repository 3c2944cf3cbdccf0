import { printable } from '../../model/printable.ts';
import { accountIn } from '../../model/sighting.ts';
import type { Observation } from '../observation.ts';

/** KB2015877 names this number; from there on no outgoing connection is made any more. */
const TOO_MANY = 10_000;

export const outlookHandles: Observation = {
  name: 'outlook-handles',
  questions: { outlook: { fact: 'processes', ask: { name: 'OUTLOOK' } } },
  see(fact) {
    const outlook = fact('processes', 'outlook');
    if (!outlook.known)
      return {
        sightings: [],
        couldNotTell: [`OUTLOOK.EXE could not be looked at: ${printable(outlook.why)}.`],
      };
    const swollen = outlook.value.processes.filter(({ handles }) => handles > TOO_MANY);
    return {
      sightings: swollen.map(({ pid, handles, owner, privateBytes }) => ({
        kind: 'outlook-handles',
        text: `OUTLOOK.EXE (process ${pid}${owner === '' ? '' : ` of ${printable(owner)}`}) has ${handles} handles open and ${Math.round(privateBytes / 1024 ** 2)} MB of its own`,
        from: outlook.at,
        to: outlook.at,
        count: handles,
        who: owner === '' ? [] : [accountIn(owner)],
      })),
      couldNotTell: [],
    };
  },
};
