import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { asciiJson, mark, unmark } from '../../src/model/line.ts';
import type { HostState, Service } from '../../src/transports/simulated/state/state.ts';
import type { HostPatch } from './case.ts';

export function patchHost(state: HostState, patch: HostPatch): HostState {
  Object.assign(state.engine, patch.engine);
  if (patch.identity) state.identity = patch.identity;
  if (patch.blocks !== undefined) state.blocks = patch.blocks;
  if (patch.interfaces) state.interfaces = structuredClone([...patch.interfaces]);
  if (patch.paths) state.paths = [...patch.paths];
  if (patch.portRanges) state.portRanges = patch.portRanges.map((range) => ({ ...range }));
  if (patch.hives) state.hives = structuredClone([...patch.hives]);
  if (patch.accounts) state.accounts = patch.accounts;
  if (patch.events) state.events = [...patch.events];
  if (patch.eventsUnreadable !== undefined) state.eventsUnreadable = patch.eventsUnreadable;
  if (patch.connections) state.connections = [...patch.connections];
  if (patch.connectionsUnreadable !== undefined) state.connectionsUnreadable = patch.connectionsUnreadable;
  if (patch.disk) state.disk = [...patch.disk];
  if (patch.clock !== undefined) state.clock = patch.clock;
  if (patch.planted) state.planted = [...patch.planted];
  if (patch.room !== undefined) state.room = patch.room;
  if (patch.bootedAt === null) delete state.bootedAt;
  else if (patch.bootedAt !== undefined) state.bootedAt = patch.bootedAt;
  if (patch.shutdown) state.shutdown = patch.shutdown;
  if (patch.tasks) state.tasks = patch.tasks;
  if (patch.scheduler === 'runs') delete state.scheduler;
  else if (patch.scheduler) state.scheduler = patch.scheduler;
  if (patch.endProcesses)
    state.processes = state.processes.filter(({ controller }) => controller !== undefined);
  state.processes.push(...(patch.processes ?? []));
  const replaced = [...(patch.removeKeys ?? []), ...(patch.registry ?? []).map(({ path }) => path)];
  state.registry = state.registry.filter(({ path }) => !replaced.some((gone) => sameText(gone, path)));
  state.registry.push(...(patch.registry ?? []));
  for (const service of patch.services ?? []) patchService(state, service);
  for (const [path, content] of Object.entries(patch.files ?? {})) {
    state.files = state.files.filter((file) => !sameText(file.path, path));
    if (content !== null) state.files.push({ path, text: fileText(content) });
  }
  return state;
}

function patchService(state: HostState, patch: Partial<Service> & { readonly name: string }): void {
  const service = state.services.find(({ name }) => sameText(name, patch.name));
  if (service) Object.assign(service, patch);
  else
    state.services.push({
      displayName: patch.name,
      status: 'stopped',
      startType: 'auto',
      pid: 0,
      startedAt: '',
      dependsOn: [],
      ...patch,
    });
}

function fileText(content: unknown): string {
  if (typeof content === 'string') return content;
  const lines = Array.isArray(content) ? content : [content];
  return lines.map((line) => `${asciiJson(mark(line))}\n`).join('');
}

export const readState = (path: string): HostState =>
  unmark(JSON.parse(readFileSync(path, 'utf8'))) as HostState;

export function writeState(path: string, state: HostState): void {
  writeFileSync(`${path}.rival`, `${asciiJson(mark(state))}\n`);
  renameSync(`${path}.rival`, path);
}

const sameText = (left: string, right: string): boolean => left.toUpperCase() === right.toUpperCase();
