import type { OsFact } from '../../model/fact.ts';
import { machineValue } from './dword-value.ts';
import { isBefore } from './windows-release.ts';

/** Read by the TCP/IP driver when Windows starts, and never again. */
export const TCPIP_PARAMETERS = 'SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters';

export const maxUserPort = machineValue(TCPIP_PARAMETERS, 'MaxUserPort');

export const timedWaitDelay = machineValue(TCPIP_PARAMETERS, 'TcpTimedWaitDelay');

/** Seconds that a closed connection keeps its port when nothing is set. */
export const TIMED_WAIT_DEFAULT = 120;

/** What Windows takes: 30 to 300 seconds, and from 2 on since 8.1 and Server 2012 R2. What lies outside is not used. */
export const timedWaitBounds = (os: OsFact): { readonly least: number; readonly most: number } => ({
  least: isBefore(os, '6.3') ? 30 : 2,
  most: 300,
});
