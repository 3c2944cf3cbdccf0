import type { Remedy } from '../../model/remedy.ts';
import { setupValues } from '../vocabulary/exchange-version.ts';
import { numberOf } from '../vocabulary/number-of.ts';
import { limitQuestions } from '../vocabulary/observed-limit-events.ts';
import { judgeSessions } from './judge-sessions.ts';
import { limitValue } from './session-limit.ts';

/** KB842022: event 9646, a user's programs hold more MAPI sessions than the Information Store permits. */
export const exchangeMapiSessions: Remedy = {
  name: 'exchange-mapi-sessions',
  title: 'Exchange closes MAPI sessions: event 9646, "objects of type session"',
  summary:
    'Finds users whose programs hold more MAPI sessions than Exchange permits, names the causes in the order in which Microsoft has ' +
    'them looked for, and, as the last cure, raises the limit per user.',
  appliesTo:
    'Exchange Server 2003 SP1 to 2019 with the Information Store (MSExchangeIS), 2013 and later per mailbox database; Subscription Edition was not looked at, Exchange Online cannot be adjusted.',
  sources: [
    'Microsoft KB842022: event ID 9646, maximum of 32 objects of type "session"',
    'Microsoft KB830829: maximum numbers of objects per MAPI session',
    'Microsoft KB917936: sessions that stay behind an ISA Server; KB324270: KeepAliveTime',
    'Microsoft KB982697: shared mail folders in Cached Exchange Mode (Outlook 2010)',
    'Exchange Server 2016/2019, "Managed store limits": 32 sessions for Outlook and 16 for most other protocols, the same on all members of a database availability group',
  ],
  corrections: [
    "KB842022 calls it a limit of sessions; it counts per user, over all of a user's programs.",
    'Microsoft describes "Disable Session Limit" in two opposite ways (MicrosoftDocs/feedback#902): it is never offered here.',
    'KB842022 ends with a restart of the Information Store as if that were small: it dismounts every database of the server.',
  ],
  reads:
    'Event 9646 with its object type, the service MSExchangeIS, cluster and DAG, versions of Windows and Exchange, the session limit.',
  changes: 'Maximum Allowed Sessions Per User, and a restart of MSExchangeIS.',
  undo: 'The value as it was, or none; in force after the next restart of MSExchangeIS.',
  testedOn: ['simulated host', 'PowerShell 7 with Windows faked', 'its .reg pair by hivex'],
  supersededBy: [],
  conflictsWith: [],
  reversible: 'yes',
  restart: 'MSExchangeIS, which dismounts every database of the server',
  confidence: 'documented',
  parameters: {
    limit: {
      title: 'sessions that one user may have at a time',
      type: 'integer',
      default: 64,
      minimum: 33,
      maximum: 512,
      why:
        'Exchange permits 32 when nothing is set, so less than 33 raises nothing. Microsoft asks for the smallest value that works, as ' +
        'too high a limit lets one program slow down the server: 64 is one doubling. It names no upper bound; 512 is ours.',
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
  needs: (parameters) => ({
    facts: { ...limitQuestions(numberOf(parameters, 'hours')), os: { fact: 'os', ask: {} } },
    resources: [limitValue, ...setupValues],
  }),
  judge: (evidence) =>
    judgeSessions(evidence, numberOf(evidence.parameters, 'limit'), numberOf(evidence.parameters, 'hours')),
};
