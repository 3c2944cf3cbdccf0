import { Writable } from 'node:stream';
import { WsmanFaultError } from './failures.ts';
import { pause, type WinrmTimes } from './times.ts';
import { hasCode } from './wsman/fault.ts';
import { Code } from './wsman/fault-codes.ts';
import type { Shell } from './wsman/shell.ts';

const ATTEMPTS = 4;

/**
 * The command's stdin: each write is sent before the next is taken. How a line ends is told once, by `ended`: so what fails here goes
 * to `failed`, and never to an 'error' of this stream. `room` is what fits into one message.
 */
export function sendingStdin(
  shell: Shell,
  room: number,
  times: WinrmTimes,
  failed: (cause: unknown) => void,
): Writable {
  const attempt = (work: Promise<void>, done: () => void) => {
    work.then(done, (cause: unknown) => {
      failed(cause);
      // Waiting writes fail now, without an 'error'.
      stdin.destroy();
    });
  };
  const stdin = new Writable({
    highWaterMark: room,
    writev: (chunks, done) => {
      const data = Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer));
      attempt(sendAll(shell, data, room, times), () => done());
    },
    final: (done) => attempt(sendOnce(shell, Buffer.alloc(0), true, times), () => done()),
  });
  stdin.on('error', () => {});
  return stdin;
}

async function sendAll(shell: Shell, data: Buffer, room: number, times: WinrmTimes): Promise<void> {
  for (let at = 0; at < data.length; at += room)
    await sendOnce(shell, data.subarray(at, at + room), false, times);
}

/**
 * A Send that ran out of time was taken all the same, as hosts show: sent again, the data would arrive twice. Only one that the host
 * refused because the Send before it is still under way (busy) has not been taken.
 */
export async function sendOnce(shell: Shell, data: Buffer, isEnd: boolean, times: WinrmTimes): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await shell.send(data, isEnd);
    } catch (cause) {
      if (!(cause instanceof WsmanFaultError)) throw cause;
      const isTaken = hasCode(cause.fault, Code.operationTimeout, Code.pluginTimeout);
      if (!isTaken && !(hasCode(cause.fault, Code.busy) && attempt < ATTEMPTS)) throw cause;
      await pause(times.sendPauseSeconds);
      if (isTaken) return;
    }
  }
}
