import { defaultTimes, type WinrmTimes } from '../../../src/transports/winrm/times.ts';

/** Waits of a test: long enough for a busy machine, short enough to sit through. */
export const shortTimes: WinrmTimes = {
  ...defaultTimes,
  operationSeconds: 5,
  receiveSeconds: 1,
  graceSeconds: 5,
  sendPauseSeconds: 0.05,
  pauseSeconds: 0.05,
  leaveSeconds: 3,
};
