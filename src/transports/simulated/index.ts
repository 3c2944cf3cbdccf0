import { setImmediate } from 'node:timers/promises';
import { UnreachableError, UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { Transport } from '../../model/transport.ts';
import type { World } from './session.ts';
import { startSimulated } from './start-simulated.ts';
import { openStateFile } from './state/state-file.ts';

/** A Windows host that is played from its state file (docs/host-state.md): for the demo, for rehearsal, for tests. */
export const simulatedTransport: Transport = {
  async start(host, _powershellArguments, signal) {
    const { transport } = host;
    if (transport.type !== 'simulated')
      throw new UsageError(`${host.name}: its transport is ${transport.type}, not simulated.`);
    refuseWhenAborted(host, signal);
    // A connection takes its time; without that, thousands of these would hear neither Ctrl-C nor each other's end before the last is done.
    await setImmediate();
    const file = await openStateFile(transport.state);
    refuseWhenAborted(host, signal);
    if (file.state.unreachable !== undefined)
      throw new UnreachableError(`${host.name} cannot be reached: ${file.state.unreachable}`);
    return startSimulated(file, realWorld, signal);
  },
};

function refuseWhenAborted(host: Host, signal: AbortSignal): void {
  if (signal.aborted) throw new UnreachableError(`${host.name} was not contacted: cancelled.`);
}

const realWorld: World = {
  now: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  controller: process.pid,
  isRunning: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
  },
};
