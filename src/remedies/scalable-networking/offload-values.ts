import type { Question } from '../../model/fact.ts';
import type { Patch } from '../../model/patch.ts';
import { machineValue } from '../vocabulary/dword-value.ts';
import { patchQuestions, updateOf } from '../vocabulary/patch.ts';
import { rebootQuestions } from '../vocabulary/reboot-wish.ts';
import { TCPIP_PARAMETERS } from '../vocabulary/tcpip-parameters.ts';

export const receiveSideScaling = machineValue(TCPIP_PARAMETERS, 'EnableRSS');

export const offloads = [
  machineValue(TCPIP_PARAMETERS, 'EnableTCPChimney'),
  receiveSideScaling,
  machineValue(TCPIP_PARAMETERS, 'EnableTCPA'),
];

/** The service pack in the high byte: 0x200 is the second. */
export const servicePack = machineValue('SYSTEM\\CurrentControlSet\\Control\\Windows', 'CSDVersion');
export const SECOND_PACK = 0x200;

/** KB950224 brought the first driver that switches the features off by itself and mends them. */
export const mendedDriver: Patch = {
  updates: [updateOf('Windows Server 2003', 'SP3', 'KB950224')],
  files: { paths: ['%SystemRoot%\\System32\\drivers\\tcpip.sys'], least: '5.2.3790.4331' },
};

export const questions: Readonly<Record<string, Question>> = {
  ...rebootQuestions,
  ...patchQuestions(mendedDriver),
};
