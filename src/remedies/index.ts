import { UsageError } from '../model/errors.ts';
import { didYouMean } from '../model/nearest.ts';
import type { Remedy } from '../model/remedy.ts';
import { crmOutlook } from './crm-outlook/crm-outlook.ts';
import { exchangeMapiLeak } from './exchange-mapi-leak/exchange-mapi-leak.ts';
import { exchangeMapiObjects } from './exchange-mapi-objects/exchange-mapi-objects.ts';
import { exchangeMapiSessions } from './exchange-mapi-sessions/exchange-mapi-sessions.ts';
import { gcBreakOnOom } from './gc-break-on-oom/gc-break-on-oom.ts';
import { misspeltControlSet } from './misspelt-control-set/misspelt-control-set.ts';
import { outlookPstCache } from './outlook-pst-cache/outlook-pst-cache.ts';
import { outlookSharedFolders } from './outlook-shared-folders/outlook-shared-folders.ts';
import { scalableNetworking } from './scalable-networking/scalable-networking.ts';
import { statedStates } from './stated-states/stated-states.ts';
import { tcpPortExhaustion } from './tcp-port-exhaustion/tcp-port-exhaustion.ts';
import { tcpTimedWaitDelay } from './tcp-timed-wait-delay/tcp-timed-wait-delay.ts';
import { vpnBlackHole } from './vpn-black-hole/vpn-black-hole.ts';
import { wininetConnections } from './wininet-connections/wininet-connections.ts';

export { readParameters, refusalOfValue } from './parameters.ts';

/** The table of remedies, by the names they have in inventories and plans. */
export const remedyTable = {
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
} as const satisfies Readonly<Record<string, Remedy>>;

export type RemedyName = keyof typeof remedyTable;

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
