import type { Remedy } from '../../model/remedy.ts';
import { judgeOffloads } from './judge-offloads.ts';
import { offloads, questions, servicePack } from './offload-values.ts';

/** KB936594: what the Scalable Networking Pack of Windows Server 2003 broke, and what nobody may repeat on a newer Windows. */
export const scalableNetworking: Remedy = {
  name: 'scalable-networking',
  title: 'Network trouble after Windows Server 2003 SP2: the Scalable Networking Pack',
  summary:
    'Switches TCP Chimney, RSS and TCP/IP acceleration off on Windows Server 2003 SP2, unless the driver that mends them is there. ' +
    'On anything newer it changes nothing; where somebody has switched RSS off by the same article, that is named as harm and counts as a ' +
    'difference.',
  appliesTo: 'Windows Server 2003 SP2 only, from a state file: its newest PowerShell cannot be served.',
  sources: [
    'Microsoft KB936594: network-related problems after Windows Server 2003 SP2 or the Scalable Networking Pack',
    'Microsoft KB948496: an update to turn off default SNP features; KB950224: the rollup of its drivers',
    'Microsoft Learn dd285493: tcpip.sys 5.2.3790.4331 and later',
    'Microsoft KB951037: TCP Chimney, RSS and NetDMA in Windows Server 2008',
    'Microsoft KB2643970: on Windows Server 2008 and later, switch RSS on again in Windows and on the adapters',
    'microsoft/CSS-Exchange HealthChecker: RSS has to stay enabled on Windows Server 2012 R2 and later',
  ],
  corrections: [
    'KB842022 sends readers to KB936594 for event 9646 without saying for which Windows: on a newer one its values do harm.',
    'Whether Windows Vista and later still go by EnableRSS is not settled: the value shows that somebody followed the article, netsh shows what holds.',
  ],
  reads:
    'Version and service pack of Windows, the version of tcpip.sys, whether KB950224 is listed as installed, EnableTCPChimney, EnableRSS and EnableTCPA.',
  changes: 'EnableTCPChimney, EnableRSS and EnableTCPA = 0 on Windows Server 2003 SP2.',
  undo: 'The three values as they were, and a restart of Windows.',
  testedOn: ['simulated host', 'PowerShell 7 with Windows faked (a newer Windows)', 'its .reg pair by hivex'],
  supersededBy: ['the driver tcpip.sys 5.2.3790.4331 and later'],
  conflictsWith: [],
  reversible: 'yes',
  restart: 'Windows itself',
  confidence: 'documented',
  parameters: {},
  needs: () => ({ facts: questions, resources: [...offloads, servicePack] }),
  judge: judgeOffloads,
};
