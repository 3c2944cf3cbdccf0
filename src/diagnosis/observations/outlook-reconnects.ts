import type { ProcessesFact } from '../../model/fact.ts';
import { flappingIn } from '../../model/flapping.ts';
import { counted, printable } from '../../model/printable.ts';
import { accountIn } from '../../model/sighting.ts';
import type { Observation } from '../observation.ts';

const HOURS = 168;
/** More than an hour of one every ten seconds; the count goes further. */
const LOOKED_AT = 500;

/** Event 26 of Outlook: lost the connection to Exchange, got it back. Another 26, of the log System, is none of it. */
export const outlookReconnects: Observation = {
  name: 'outlook-reconnects',
  questions: {
    events: {
      fact: 'events',
      ask: { log: 'Application', provider: 'Outlook', id: 26, hours: HOURS, newest: LOOKED_AT },
    },
    outlook: { fact: 'processes', ask: { name: 'OUTLOOK' } },
  },
  see(fact) {
    const events = fact('events', 'events');
    if (!events.known)
      return {
        sightings: [],
        couldNotTell: [`Event 26 of Outlook could not be read: ${printable(events.why)}.`],
      };
    const { newest, count, capped } = events.value;
    if (newest.length === 0) return { sightings: [], couldNotTell: [] };
    const times = newest.map(({ at }) => at).sort((one, other) => Date.parse(one) - Date.parse(other));
    const everySeconds = flappingIn(events.value)?.everySeconds;
    const outlook = fact('processes', 'outlook');
    const who = outlook.known ? ownersOf(outlook.value) : [];
    const whose = who.length > 0 ? ` for ${who.map(printable).join(', ')}` : '';
    const rhythm = everySeconds === undefined ? '' : `, again every ${everySeconds} s`;
    return {
      sightings: [
        {
          kind: 'outlook-reconnects',
          text: `Outlook lost Exchange and came back${whose}: ${capped ? 'more than ' : ''}${counted(count, 'event')} 26 in the last ${HOURS} hours${rhythm}`,
          from: times[0] ?? '',
          to: times.at(-1) ?? '',
          count,
          who,
          ...(everySeconds === undefined ? {} : { everySeconds }),
        },
      ],
      couldNotTell: [],
    };
  },
};

const ownersOf = ({ processes }: ProcessesFact): readonly string[] => [
  ...new Set(processes.map(({ owner }) => accountIn(owner)).filter((account) => account !== '')),
];
