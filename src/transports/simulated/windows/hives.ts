import type { HiveMount, Mounting, Unmounting } from '../../../model/hive.ts';
import type { HostChange } from '../../../model/host-record.ts';
import { foldCase, sameName } from '../../../model/windows-name.ts';
import type { HostState } from '../state/state.ts';
import { type Session, WindowsRefusal, type Work } from '../state/work.ts';
import { findProfile, type Profile, profileRefusal } from './profiles.ts';
import { keyExists, subkeys } from './registry-tree.ts';

const TRIES = 5;
const PAUSE_SECONDS = 2;

const mountName = ({ process }: Session, sid: string): string =>
  `Setright-${process.pid}-${process.startedAt.replaceAll(/\D/g, '')}-${sid}`;

/** All mounts of ours, whoever's session made them. */
export const hiveMounts = (session: Session): readonly HiveMount[] =>
  subkeys(session.state, ['HKU']).flatMap((name) => {
    const [, pid, start = '', sid] = /^Setright-(\d{1,10})-(\d{17})?-(default|S-1-[\d-]+)$/.exec(name) ?? [];
    if (sid === undefined) return [];
    const startedAt = start.replace(/^(....)(..)(..)(..)(..)(..)(...)$/, '$1-$2-$3T$4:$5:$6.$7Z');
    return [{ sid, name, alive: session.isAlive({ pid: Number(pid), startedAt }) }];
  });

/** Our mount first: while we have the file, what Windows loaded under the SID is a temporary profile. */
export function hiveRoot(state: HostState, { sid, loaded }: Profile): string | undefined {
  const mounted = subkeys(state, ['HKU']).find((name) => /^Setright-/.test(name) && name.endsWith(`-${sid}`));
  return mounted ?? (loaded ? sid : undefined);
}

export function* mountHive(session: Session, sid: string): Work<Mounting> {
  const { state } = session;
  const said = (outcome: Mounting['outcome'], why = '', name = ''): Mounting => ({ outcome, name, why });
  const profile = findProfile(state, sid);
  if (!profile) return said('unreachable', 'There is no such profile.');
  const refusal = profileRefusal(profile);
  if (refusal) return said('unreachable', refusal);
  const own = mountName(session, sid);
  for (const mount of hiveMounts(session).filter((each) => each.sid === sid)) {
    if (mount.name === own) return said('mounted', '', own);
    if (mount.alive) return said('in-use', 'Another session of Setright has it mounted.');
    const gone = yield* unmountHive(session, mount);
    if (gone.outcome === 'left') return said('in-use', `${gone.name} could not be unloaded: ${gone.why}`);
  }
  if (profile.loaded) return said('loaded');
  const file = `${profile.path}\\NTUSER.DAT`;
  const hive = state.hives?.find((each) => sameName(each.file, file));
  if (!hive) return said('unreachable', 'The system cannot find the file specified.');
  if (hive.deny) return said('unreachable', 'Access is denied.');
  if (hive.inUse || hive.mountedAs) return said('in-use', 'Another process is using the file.');
  hive.mountedAs = own;
  const root = `HKU\\${own}`;
  if (!hive.keys.some(({ path }) => path === '')) state.registry.push({ path: root, values: [] });
  for (const key of hive.keys)
    state.registry.push({ ...key, path: key.path === '' ? root : `${root}\\${key.path}` });
  hive.keys = [];
  yield { kind: 'flushed' };
  return said('mounted', '', own);
}

/** A handle that is still open somewhere keeps it from being unloaded: tried again, two seconds apart. */
function* unmountHive(session: Session, { sid, name }: HiveMount): Work<Unmounting> {
  const { state } = session;
  let why = '';
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const refused = unload(state, name);
    yield { kind: 'flushed' };
    why = refused ?? '';
    if (refused === undefined || attempt === TRIES) break;
    for (let second = 0; second < PAUSE_SECONDS; second += 1)
      yield { kind: 'second', step: `unloading ${name}`, seconds: PAUSE_SECONDS * (attempt - 1) + second };
  }
  const loggedOn = keyExists(state, ['HKU', sid]);
  return { sid, name, outcome: why === '' ? 'unmounted' : 'left', why, loggedOn };
}

/** Undefined when it is gone, else what Windows says. */
function unload(state: HostState, name: string): string | undefined {
  const hive = state.hives?.find(({ mountedAs }) => mountedAs !== undefined && sameName(mountedAs, name));
  if (!hive) return undefined;
  if (hive.heldOpen) {
    if (hive.heldOpen > 0) hive.heldOpen -= 1;
    return 'Access is denied.';
  }
  takeOff(state, hive);
  return undefined;
}

function takeOff(state: HostState, hive: NonNullable<HostState['hives']>[number]): void {
  const root = foldCase(`HKU\\${hive.mountedAs}`);
  const isIn = (path: string) => `${foldCase(path)}\\`.startsWith(`${root}\\`);
  hive.keys = state.registry
    .filter(({ path }) => isIn(path))
    .map((key) => ({ ...key, path: key.path.slice(root.length + 1) }));
  state.registry = state.registry.filter(({ path }) => !isIn(path));
  delete hive.mountedAs;
}

/** A restart of Windows knows nothing of mounts, however many handles were open. */
export function forgetMounts(state: HostState): void {
  for (const hive of state.hives ?? []) if (hive.mountedAs !== undefined) takeOff(state, hive);
}

/** This session's own: one user's, or everybody's (''). */
export const unmountOwn = (session: Session, sid = ''): Work<readonly Unmounting[]> =>
  unmountAll(
    session,
    (mount) => mount.name === mountName(session, mount.sid) && (sid === '' || mount.sid === sid),
  );

export const hasOwnMount = (session: Session): boolean =>
  hiveMounts(session).some(({ name, sid }) => name === mountName(session, sid));

/** What dead sessions of ours left. */
export const unmountLeft = (session: Session): Work<readonly Unmounting[]> =>
  unmountAll(session, ({ alive }) => !alive);

function* unmountAll(session: Session, chosen: (mount: HiveMount) => boolean): Work<readonly Unmounting[]> {
  const gone: Unmounting[] = [];
  for (const mount of hiveMounts(session).filter(chosen)) gone.push(yield* unmountHive(session, mount));
  return gone;
}

/** An undo reaches what was changed, whoever has the hive now; what had to be mounted for it is unmounted again. */
export function* withHive<Result>(
  session: Session,
  { resource }: Pick<HostChange, 'resource'>,
  use: (noHive: string) => Work<Result>,
): Work<Result> {
  if (resource.kind !== 'user-registry-value') return yield* use('');
  const { why } = yield* mountHive(session, resource.sid);
  const result = yield* use(why);
  yield* unmountAll(session, ({ sid }) => sid === resource.sid);
  return result;
}

/** The root of the hive that a value lies in, for writing; throws what Windows says. */
export function reachHive(state: HostState, sid: string, path: string): string {
  const profile = findProfile(state, sid);
  if (!profile) throw new WindowsRefusal('There is no such profile.');
  const refusal = profileRefusal(profile) ?? movedRefusal(profile, path);
  if (refusal) throw new WindowsRefusal(refusal);
  const root = hiveRoot(state, profile);
  if (root === undefined) throw new WindowsRefusal('The hive is not loaded.');
  return root;
}

export const movedRefusal = (profile: Profile, path: string): string | undefined =>
  sameName(profile.path, path) ? undefined : `The profile of this user lies at ${profile.path} now.`;
