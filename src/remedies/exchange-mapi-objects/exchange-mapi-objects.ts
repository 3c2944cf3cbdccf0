import type { Remedy } from '../../model/remedy.ts';
import { numberOf } from '../vocabulary/number-of.ts';
import { limitQuestions } from '../vocabulary/observed-limit-events.ts';
import { judgeObjects } from './judge-objects.ts';
import { objectLimits } from './object-limits.ts';

/** KB830829: event 9646 of another object type than "session"; each has a limit of its own. */
export const exchangeMapiObjects: Remedy = {
  name: 'exchange-mapi-objects',
  title: 'Exchange closes MAPI sessions: event 9646, too many objects of one type',
  summary:
    'Reads the object type out of event 9646, names who opened the objects, and raises the limit of just that type by one step.',
  appliesTo: 'Exchange Server 2003 SP1 and later with the Information Store (MSExchangeIS).',
  sources: [
    'Microsoft KB830829: the default maximum numbers of server-side objects; MaxObjsPerMapiSession, one DWORD a type',
    'Microsoft KB925815: the same for Exchange Server 2007',
    'Exchange Server 2016/2019, "Managed store limits"',
  ],
  corrections: [
    'The attachment view is objtAttachView in KB830829 and objtAttachmentView in the page of 2016/2019: the value is named as the event names it.',
    'The limit of sessions per user does not govern these types, though the event number is the same.',
  ],
  reads:
    'Event 9646 with its object type and maximum, the service MSExchangeIS, the values below MaxObjsPerMapiSession.',
  changes: 'The limit of the object type that the event names, and a restart of MSExchangeIS.',
  undo: 'The value and the key as they were; in force after the next restart of MSExchangeIS.',
  testedOn: ['simulated host', 'PowerShell 7 with Windows faked', 'its .reg pair by hivex'],
  supersededBy: [],
  conflictsWith: [],
  reversible: 'yes',
  restart: 'MSExchangeIS, which dismounts every database of the server',
  confidence: 'documented',
  parameters: {
    step: {
      title: 'how much more than the maximum in the event',
      type: 'integer',
      default: 100,
      minimum: 1,
      maximum: 1000,
      why: 'KB830829 raises by 100 at a time and looks again; more than ten such steps at once would hide a leak.',
    },
    hours: {
      title: 'how far back events count, in hours',
      type: 'integer',
      default: 168,
      minimum: 1,
      maximum: 2160,
      why: 'A week shows what only some weekdays do. Application logs rarely reach further back than 90 days.',
    },
  },
  needs: (parameters) => ({ facts: limitQuestions(numberOf(parameters, 'hours')), resources: objectLimits }),
  judge: (evidence) =>
    judgeObjects(evidence, numberOf(evidence.parameters, 'step'), numberOf(evidence.parameters, 'hours')),
};
