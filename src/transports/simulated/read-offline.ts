import { linesOfQuestion, linesOfResource, whyNotCollected } from '../../model/collected.ts';
import type { Fact, FactQuestion } from '../../model/fact.ts';
import type { Machine } from '../../model/machine.ts';
import type { Resource } from '../../model/resource.ts';
import type { State } from '../../model/state.ts';
import { observe } from './facts/facts.ts';
import { readCollected } from './state/read-collected.ts';
import type { HostState } from './state/state.ts';
import { openStateFile, readText } from './state/state-file.ts';
import { readState } from './windows/resources.ts';

/** What a state file says, without a PowerShell: for systems whose newest one cannot be served. Nothing is written. */
export interface OfflineHost {
  readonly machine: Machine;
  observe(question: FactQuestion): Fact;
  state(resource: Resource): State;
}

/**
 * Rejects with UsageError when there is no such file or it holds no host state. `now` stands in for a clock that it does not have.
 * In a file of the collector's, what was not looked at cannot be told; a state file that people wrote is the whole host.
 */
export async function readOffline(path: string, now: () => Date): Promise<OfflineHost> {
  const collected = readCollected(path, readText(path));
  if (collected === undefined) return offlineHost((await openStateFile(path)).state, now);
  const { state, looked } = collected;
  const host = offlineHost(state, now);
  return {
    machine: host.machine,
    observe: (question) => {
      const why = whyNotCollected(looked, linesOfQuestion(question), question.ask);
      return why === undefined ? host.observe(question) : { known: false, at: state.clock ?? '', why };
    },
    state: (resource) => {
      const why = whyNotCollected(looked, linesOfResource(resource));
      return why === undefined ? host.state(resource) : { status: 'unreadable', why };
    },
  };
}

function offlineHost(state: HostState, now: () => Date): OfflineHost {
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
