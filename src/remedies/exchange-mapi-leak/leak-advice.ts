import type { Advice } from '../../model/remedy.ts';
import { mendedMapi } from './mended-mapi.ts';

export const replaceTheCopy: Advice = {
  title: '1. The cure: the Emsmdb32.dll of Service Pack 2 in place of an old copy',
  steps: [
    'Service Pack 2 is installed, and this copy was not replaced, or was put back by something.',
    "Run the setup of Service Pack 2 again in a maintenance window. A copy that stays was brought by a program: ask the program's vendor.",
  ],
  check: `The version of each Emsmdb32.dll is ${mendedMapi.files.least} or later, and the program's private bytes stay level for a day.`,
  undo: 'A service pack of Exchange Server 2003 cannot be taken off: back up first.',
};

export const installServicePack: Advice = {
  title: '1. The cure: Exchange Server 2003 Service Pack 2',
  steps: [
    'Install Service Pack 2 (6.5.7638) in a maintenance window: it has the mended Emsmdb32.dll. The hotfix of KB898782 is no longer given out.',
    'Programs that bring their own Emsmdb32.dll, or run on another computer, need it there too.',
  ],
  check: `The version of Emsmdb32.dll is ${mendedMapi.files.least} or later, and the program's private bytes stay level for a day.`,
  undo: 'A service pack of Exchange Server 2003 cannot be taken off: back up first.',
};

export const restartInAWindow: Advice = {
  title: '2. Relief until then: restart the program, then the Information Store',
  steps: [
    'Stop the program, in a maintenance window: nobody reaches a mailbox meanwhile.',
    'net stop MSExchangeIS /y, then net start MSExchangeIS, and start what stopped with it.',
    'Start the program again. The memory is free, and the leak begins anew.',
  ],
  check: 'The program answers, messages are delivered, and its private bytes are low again.',
  undo: 'A restart cannot be taken back.',
};
