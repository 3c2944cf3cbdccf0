import { UsageError } from '../model/errors.ts';
import { didYouMean } from '../model/nearest.ts';
import type { Remedy } from '../model/remedy.ts';
import { crmOutlook } from './crm-outlook.ts';
import { exchangeMapiLeak } from './exchange-mapi-leak.ts';
import { exchangeMapiObjects } from './exchange-mapi-objects.ts';
import { exchangeMapiSessions } from './exchange-mapi-sessions.ts';
import { gcBreakOnOom } from './gc-break-on-oom.ts';
import { misspeltControlSet } from './misspelt-control-set.ts';
import { outlookPstCache } from './outlook-pst-cache.ts';
import { outlookSharedFolders } from './outlook-shared-folders.ts';
import { scalableNetworking } from './scalable-networking.ts';
import { statedStates } from './stated-states.ts';
import { tcpPortExhaustion } from './tcp-port-exhaustion.ts';
import { tcpTimedWaitDelay } from './tcp-timed-wait-delay.ts';
import { vpnBlackHole } from './vpn-black-hole.ts';
import { wininetConnections } from './wininet-connections.ts';

export { readParameters } from './parameters.ts';

/** Names of remedies, as they stand in inventories and plans. */
export type RemedyName =
  | 'exchange-mapi-sessions'
  | 'exchange-mapi-objects'
  | 'crm-outlook'
  | 'outlook-pst-cache'
  | 'outlook-shared-folders'
  | 'wininet-connections'
  | 'exchange-mapi-leak'
  | 'tcp-port-exhaustion'
  | 'tcp-timed-wait-delay'
  | 'misspelt-control-set'
  | 'gc-break-on-oom'
  | 'scalable-networking'
  | 'vpn-black-hole'
  | 'stated-states';

/** The table of remedies. */
export const remedyTable: { readonly [N in RemedyName]: Remedy } = {
  'exchange-mapi-sessions': exchangeMapiSessions,
  'exchange-mapi-objects': exchangeMapiObjects,
  'crm-outlook': crmOutlook,
  'outlook-pst-cache': outlookPstCache,
  'outlook-shared-folders': outlookSharedFolders,
  'wininet-connections': wininetConnections,
  'exchange-mapi-leak': exchangeMapiLeak,
  'tcp-port-exhaustion': tcpPortExhaustion,
  'tcp-timed-wait-delay': tcpTimedWaitDelay,
  'misspelt-control-set': misspeltControlSet,
  'gc-break-on-oom': gcBreakOnOom,
  'scalable-networking': scalableNetworking,
  'vpn-black-hole': vpnBlackHole,
  'stated-states': statedStates,
};

/** All of them, in the order in which they are listed. */
export const remedies: readonly Remedy[] = Object.values(remedyTable);

/** The remedy of this name; UsageError with what was probably meant. */
export function remedy(name: string): Remedy {
  if (Object.hasOwn(remedyTable, name)) return remedyTable[name as RemedyName];
  const names = Object.keys(remedyTable);
  throw new UsageError(
    `there is no remedy ${JSON.stringify(name)}${didYouMean(name, names) || `; there are ${names.join(', ')}`}`,
  );
}
