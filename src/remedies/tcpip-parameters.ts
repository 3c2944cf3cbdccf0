import { machineValue } from './dword-value.ts';

/** Read by the TCP/IP driver when Windows starts, and never again. */
export const TCPIP_PARAMETERS = 'SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters';

export const maxUserPort = machineValue(TCPIP_PARAMETERS, 'MaxUserPort');
