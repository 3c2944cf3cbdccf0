import { isPlainObject } from '../../src/model/json.ts';
import { foldCase } from '../../src/model/windows-name.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { framesOf, parsedFile } from './judge-case.ts';
import type { CaseRun } from './play-case.ts';

/** What two hosts may say differently: when, who they are, and in which words. */
const freeMembers: Readonly<Record<string, true>> = {
  at: true,
  clock: true,
  since: true,
  startedAt: true,
  pid: true,
  message: true,
  why: true,
  record: true,
  version: true,
};

/** A run of a case with nothing in it but what two hosts have to agree on. */
export function comparable(run: CaseRun): unknown {
  return {
    sessions: run.sessions.map((session) => ({
      // A process that its successor ended has none on Linux, where a signal ended it.
      exitCode: session.exitCode ?? 1,
      frames: framesOf(session, run.nonce)
        .map(({ frame }) => frame)
        .filter((frame) => !('progress' in frame))
        .map(withoutFreeMembers),
    })),
    registry: registryOf(run.finalState),
    hives: (run.finalState.hives ?? []).map(({ file, mountedAs, keys }) => ({
      file,
      isMounted: mountedAs !== undefined,
      keys: keys.map(({ path }) => path).toSorted(),
    })),
    services: run.finalState.services.map(({ name, status, startType }) => ({ name, status, startType })),
    files: filesOf(run.finalState),
    written: run.finalState.writes > 0,
  };
}

function withoutFreeMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFreeMembers);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      freeMembers[key] && typeof member !== 'object' ? typeof member : withoutFreeMembers(member),
    ]),
  );
}

/** Every key that exists, ancestors too: whether a list names one of these is nobody's business. */
function registryOf(state: HostState): unknown {
  const keys: Record<string, unknown> = {};
  for (const { path, values } of state.registry) {
    const names = foldCase(path).split('\\');
    for (let length = 1; length < names.length; length += 1) keys[names.slice(0, length).join('\\')] ??= {};
    keys[names.join('\\')] = Object.fromEntries(values.map(({ name, kind, data }) => [name, { kind, data }]));
  }
  return keys;
}

/** What a task runs is PowerShell: a host that is played has none to run, and acts it out. */
const isScript = (path: string): boolean => foldCase(path).endsWith('.PS1');

function filesOf(state: HostState): unknown {
  const files = state.files.filter(({ path }) => !isScript(path));
  return Object.fromEntries(
    files.map(({ path }) => [foldCase(path), withoutFreeMembers(parsedOrRaw(state, path))]),
  );
}

function parsedOrRaw(state: HostState, path: string): unknown {
  try {
    return parsedFile(state, path);
  } catch {
    return 'cannot be read';
  }
}
