import type { Fact, FactQuestion } from '../../model/fact.ts';
import type { Machine } from '../../model/machine.ts';
import type { Resource } from '../../model/resource.ts';
import type { State } from '../../model/state.ts';
import { observe } from './facts.ts';
import { readState } from './resources.ts';
import { openStateFile } from './state-file.ts';

/** What a state file says, without a PowerShell: for systems whose newest one cannot be served. Nothing is written. */
export interface OfflineHost {
  readonly machine: Machine;
  observe(question: FactQuestion): Fact;
  state(resource: Resource): State;
}

/** Rejects with UsageError when there is no such file or it holds no host state. `now` stands in for a clock that it does not have. */
export async function readOffline(path: string, now: () => Date): Promise<OfflineHost> {
  const { state } = await openStateFile(path);
  const session = {
    state,
    process: { pid: 0, startedAt: '' },
    now: () => new Date(state.clock ?? now()).toISOString(),
    isAlive: () => false,
    open: undefined,
    fault: undefined,
    room: 0,
    unwritten: false,
  };
  return {
    machine: state.machine,
    observe: (question) => observe(session, question),
    state: (resource) => readState(session, resource),
  };
}
