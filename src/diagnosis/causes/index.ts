import type { Cause } from '../cause.ts';
import { clientProgram } from './client-program.ts';
import { idleConnections } from './idle-connections.ts';
import { largeMailbox } from './large-mailbox.ts';
import { mapiLeak } from './mapi-leak.ts';
import { outlookMemory } from './outlook-memory.ts';
import { packetLoss } from './packet-loss.ts';
import { pathBlackHole } from './path-black-hole.ts';
import { portLeak } from './port-leak.ts';
import { portsTooFew } from './ports-too-few.ts';
import { receiveSideScaling } from './receive-side-scaling.ts';
import { scalableNetworking } from './scalable-networking.ts';

/** The table of causes. Of equally likely ones the earlier is looked into first: the network, one program, the load of many. */
export const causes: readonly Cause[] = [
  pathBlackHole,
  packetLoss,
  scalableNetworking,
  outlookMemory,
  mapiLeak,
  portLeak,
  largeMailbox,
  clientProgram,
  portsTooFew,
  idleConnections,
  receiveSideScaling,
];
