import { setTimeout } from 'node:timers/promises';

/** The waits of a WinRM line. A test passes shorter ones. */
export interface WinrmTimes {
  /** Time that the host has for a message other than Receive. Servers take at most 60 (MaxTimeoutms). */
  readonly operationSeconds: number;
  /** Time that one Receive waits for output; short, so that firewalls on the way do not forget the connection. */
  readonly receiveSeconds: number;
  /** An answer that is later than the host's own time by so much does not come any more. */
  readonly graceSeconds: number;
  /** After a Send that the host is not done with. */
  readonly sendPauseSeconds: number;
  /** Between attempts to be heard again, or to get a shell; doubled each time. */
  readonly pauseSeconds: number;
  /** A connection that has not been used for so long is not used again: HTTP.sys drops idle ones after about 120. */
  readonly idleSeconds: number;
  /** How long a line that was dropped still waits for the host to have undone. */
  readonly leaveSeconds: number;
  /** How long Signal and Delete may take when everything is over. */
  readonly cleanUpSeconds: number;
  /** The host removes a shell that nobody asks any more: longer than lease and undo together, or it would end the undo. */
  readonly shellIdleSeconds: number;
}

export const defaultTimes: WinrmTimes = {
  operationSeconds: 60,
  receiveSeconds: 20,
  graceSeconds: 15,
  sendPauseSeconds: 5,
  pauseSeconds: 0.5,
  idleSeconds: 60,
  leaveSeconds: 30,
  cleanUpSeconds: 3,
  // Windows' own default, and the most that it takes unless its administrator raised it.
  shellIdleSeconds: 7200,
};

/** Ends early, without an error, when `signal` aborts. */
export const pause = (seconds: number, signal?: AbortSignal): Promise<void> =>
  setTimeout(seconds * 1000, undefined, signal === undefined ? {} : { signal }).catch(() => {});

/** A deadline beside work that keeps the program alive by itself: an exit does not wait for it. */
export const within = <T>(seconds: number, work: Promise<T>): Promise<T | undefined> =>
  Promise.race([work, setTimeout(seconds * 1000, undefined, { ref: false })]);
