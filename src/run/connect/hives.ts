import { HostError } from '../../model/errors.ts';
import type { HiveMount, Mounting, Unmounting } from '../../model/hive.ts';
import type { JournalEntry } from '../../model/journal.ts';
import type { HostOutcome } from '../../model/outcome.ts';
import { printable } from '../../model/printable.ts';
import type { Resource } from '../../model/resource.ts';
import { messageOf } from '../outcomes.ts';
import type { Session } from './session.ts';

export type HiveEntry = Extract<JournalEntry, { event: 'hive-mounted' | 'hive-unmounted' }>;

/** What a session did with hives of users: asked for, written down, and told at the end. */
export class HiveDesk {
  /** Hives may be mounted: somebody asked for it (`--load-hives`). */
  readonly mayMount: boolean;
  /** A mount is taken away by the host when it has heard nothing from us for so long. */
  readonly leaseSeconds: number;
  /** Where mounts are written down; a look has no journal. */
  append: (entry: HiveEntry) => Promise<void> = async () => {};
  /** Users whose hive had to be mounted. */
  readonly mounted = new Set<string>();
  readonly left = new Map<string, Unmounting>();
  readonly notes: string[] = [];
  /** The host mounts by itself for an undo; what it could not unmount is asked for at the end. */
  hasUndone = false;

  constructor(mayMount: boolean, leaseSeconds: number) {
    this.mayMount = mayMount;
    this.leaseSeconds = leaseSeconds;
  }

  /** What an earlier session of the same run could not take away, and what it saw, is for this one to tell. */
  takeOver({ left, notes }: HiveDesk): void {
    for (const [name, each] of left) this.left.set(name, each);
    this.notes.push(...notes);
  }
}

/**
 * Mounts a user's hive, as briefly as `use` takes, and unmounts it whatever comes of that. A hive that cannot be mounted is what the mount
 * said; one that cannot be unmounted is noted on the session's desk.
 */
export async function withHive<Result>(
  session: Session,
  sid: string,
  use: (mounting: Mounting) => Promise<Result>,
): Promise<Result> {
  const mounting = await mount(session, sid);
  if (mounting.outcome !== 'mounted') return use(mounting);
  session.hives.mounted.add(sid);
  try {
    await session.hives.append({ event: 'hive-mounted', host: session.host.name, sid, name: mounting.name });
    const result = await use(mounting);
    await unmount(session, sid);
    return result;
  } catch (error) {
    // What went wrong is what counts; a session that ends takes its mounts away.
    await unmount(session, sid).catch(() => {});
    throw error;
  }
}

async function mount(session: Session, sid: string): Promise<Mounting> {
  try {
    return await session.request('mount', { sid, leaseSeconds: session.hives.leaseSeconds });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { outcome: 'unreachable', name: '', why: messageOf(error) };
  }
}

/** `sid` '': all mounts of this session, and what dead sessions of ours left. */
async function unmount(session: Session, sid: string): Promise<readonly Unmounting[]> {
  const { hives, host } = session;
  const gone = await session.request('unmount', { sid }, { onProgress: session.onHiveProgress });
  for (const each of gone.hives) {
    if (each.outcome === 'left') hives.left.set(each.name, each);
    else hives.left.delete(each.name);
    if (each.loggedOn)
      hives.notes.push(
        `${printable(each.sid)} logged on while the hive was mounted: Windows may have given a temporary profile; the user should log off and on again`,
      );
    const { name, outcome, why } = each;
    await hives.append({ event: 'hive-unmounted', host: host.name, sid: each.sid, name, outcome, why });
  }
  return gone.hives;
}

/** Mounts that sessions of ours left behind, killed or unable to unload them: they keep their users from logging on. */
export const deadMounts = (hives: readonly HiveMount[]): readonly HiveMount[] =>
  hives.filter(({ alive }) => !alive);

export const takeDeadMountsAway = async (session: Session): Promise<readonly Unmounting[]> =>
  deadMounts(session.hello.hives).length > 0 ? unmount(session, '') : [];

export const deadMountText = ({ name }: HiveMount): string =>
  `a hive is still mounted as HKU\\${printable(name)} by a session of Setright that has ended; setright recover takes it away`;

/** The outcome, unless a mounted hive could not be taken away: then a person is needed. One more try first. */
export async function endHives(session: Session | undefined, ended: HostOutcome): Promise<HostOutcome> {
  if (!session) return ended;
  const { hives } = session;
  if (hives.left.size > 0 || hives.hasUndone) await unmount(session, '').catch(() => {});
  const details = [...ended.details, ...hives.notes];
  if (hives.left.size === 0) return hives.notes.length > 0 ? { ...ended, details } : ended;
  const texts = [...hives.left.values()].map(
    ({ name, why }) =>
      `HKU\\${printable(name)} could not be unloaded (${printable(why)}): its user cannot log on with his own profile until setright recover, or reg unload "HKU\\${printable(name)}", has taken it away`,
  );
  const status = ended.status === 'unfinished' ? 'unfinished' : 'stuck';
  return { ...ended, status, summary: [ended.summary, ...texts].join('; '), details };
}

/** Consecutive changes in one user's hive together: it is mounted once for them. */
export function byHive<Each extends { readonly resource: Resource }>(
  changes: readonly Each[],
): readonly { readonly sid: string | undefined; readonly changes: readonly Each[] }[] {
  const groups: { sid: string | undefined; changes: Each[] }[] = [];
  for (const change of changes) {
    const sid = change.resource.kind === 'user-registry-value' ? change.resource.sid : undefined;
    const last = groups.at(-1);
    if (last && last.sid === sid) last.changes.push(change);
    else groups.push({ sid, changes: [change] });
  }
  return groups;
}
