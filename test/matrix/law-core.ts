import { carryThrough, openSession } from '../../src/transports/simulated/session.ts';
import { carryOut } from '../../src/transports/simulated/verbs/verbs.ts';
import { hostOf, type LawCase, write } from './law.ts';
import type { LawHost } from './law-host.ts';

const world = {
  now: () => new Date(),
  sleep: () => Promise.resolve(),
  controller: process.pid,
  isRunning: () => true,
};

/** The simulated host's core, without a line and without a file. */
export function coreOf(one: LawCase): LawHost {
  const state = hostOf(one);
  const file = { state, refresh: () => {}, reload: () => {}, save: () => {} };
  const session = openSession(file, world);
  return {
    ask: (verb, body) => carryThrough(carryOut(session, verb, body), file, world, () => {}),
    write: (resource, want) => write(state, resource, want),
    registry: () => state,
  };
}
