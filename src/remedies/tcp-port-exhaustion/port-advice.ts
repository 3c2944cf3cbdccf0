import type { Advice } from '../../model/remedy.ts';
import type { Wanted } from './judge-ports.ts';
import type { Observed } from './observed.ts';
import { type Holder, holderText, type PortUse } from './port-holders.ts';

const HOLDERS_SHOWN = 5;
const STATES =
  'CloseWait: the other side is done and the program never closes. Bound: ports taken and never used. Established: connections never given up. TimeWait: closed, and waiting out their time.';

/** In the order in which they are to be tried: the program first, the range last. */
export const portAdvice = (
  observed: Observed,
  use: PortUse,
  leak: Holder | undefined,
  wanted: Wanted,
): readonly Advice[] => [findTheProgram(observed, use), ...(leak ? [widenForNow(observed, wanted)] : [])];

function findTheProgram({ connections, isOld }: Observed, { holders, waiting }: PortUse): Advice {
  const shown = holders.slice(0, HOLDERS_SHOWN).map((holder) => `${holderText(holder)}.`);
  const look = isOld
    ? 'netstat -ano'
    : 'Get-NetTCPConnection | Group-Object State, OwningProcess | Sort-Object Count -Descending | Select-Object -First 10 Count, Name';
  return {
    title: '1. Find the program that takes the ports',
    steps: [
      ...(connections.owners && shown.length > 0 ? shown : [`Look whose they are: ${look}`]),
      ...(waiting > 0 ? [`${waiting} ports wait in TimeWait; their program has closed them already.`] : []),
      STATES,
      'Restart that program or its service to get the ports back, update it, and ask its vendor: it has to reuse connections and close them.',
      'More than 3,000 handles of one process are suspicious; 10,000 and no outgoing connection is a leak.',
    ],
    check: `${look} shows the program with a steady count, and no event 4227 or 4231 follows.`,
    undo: 'Nothing was changed.',
  };
}

const widenForNow = ({ isOld }: Observed, { start, number }: Wanted): Advice =>
  isOld
    ? {
        title: '2. Room until the program is mended: MaxUserPort',
        steps: [
          'reg add "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters" /v MaxUserPort /t REG_DWORD /d 65534',
          'Then restart Windows: the driver reads it when it starts.',
        ],
        check: 'After the restart, netstat -ano shows local ports above 5000.',
        undo: 'reg delete "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters" /v MaxUserPort /f, or the value that reg add asked to overwrite; restart Windows.',
      }
    : {
        title: '2. Room until the program is mended: a wider range',
        steps: [
          `netsh interface ipv4 set dynamicport tcp start=${start} num=${number}`,
          `netsh interface ipv6 set dynamicport tcp start=${start} num=${number}`,
          'Services that listen on fixed ports in that range may find them taken: reserve those with netsh interface ipv4 add excludedportrange.',
        ],
        check: 'netsh interface ipv4 show dynamicport tcp',
        undo: 'The same two commands with the numbers that show dynamicport told before; Windows begins with start=49152 num=16384.',
      };
