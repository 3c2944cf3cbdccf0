import type { PowerShellProcess } from '../../src/model/transport.ts';
import { startSimulated } from '../../src/transports/simulated/start-simulated.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import type { StateFile } from '../../src/transports/simulated/state/state-file.ts';

/** A host without a file: what is saved is what a process that dies leaves behind. */
export interface MemoryHost {
  readonly file: StateFile;
  /** Somebody else at work on the host, between requests. */
  edit(change: (state: HostState) => void): void;
  start(signal: AbortSignal): PowerShellProcess;
}

export function memoryHost(state: HostState): MemoryHost {
  let saved = JSON.stringify(state);
  const file: StateFile = {
    state,
    refresh: () => {},
    reload: () => {
      for (const key of Object.keys(state)) Reflect.deleteProperty(state, key);
      Object.assign(state, JSON.parse(saved));
    },
    save: () => {
      saved = JSON.stringify(state);
    },
  };
  const world = {
    now: () => new Date(),
    sleep: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
    controller: process.pid,
    isRunning: () => true,
  };
  return {
    file,
    edit: (change) => {
      change(state);
      file.save();
    },
    start: (signal) => startSimulated(file, world, signal),
  };
}
