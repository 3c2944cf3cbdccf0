import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { checkState } from '../../src/transports/simulated/state/state-schema.ts';
import { Desk } from '../cli/desk.ts';

const folder = new URL('../fixtures/seeds/', import.meta.url).pathname;

/** The hosts of a scene of the seeds, as their state files have them, at a desk of their own. `settings`: beside the transport. */
export function openScene(scene: string, settings: Readonly<Record<string, string>> = {}): Promise<Desk> {
  const hosts = readdirSync(join(folder, scene)).map((file) => {
    const state = seedState(join(folder, scene, file));
    return [state.machine.name, become(state)] as const;
  });
  return Desk.open(Object.fromEntries(hosts), { settings });
}

function seedState(path: string): HostState {
  const checked = checkState(parse(readFileSync(path, 'utf8')));
  if ('mistake' in checked) throw new Error(`${path}: ${checked.mistake}`);
  return checked.state;
}

/** Nothing of the desk's own host stays. */
const become =
  (seed: HostState) =>
  (state: HostState): void => {
    for (const key of Object.keys(state)) Reflect.deleteProperty(state, key);
    Object.assign(state, seed);
  };
