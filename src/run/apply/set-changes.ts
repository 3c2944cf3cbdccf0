import type { Change } from '../../model/plan.ts';
import type { ShownState, State } from '../../model/state.ts';
import { sameState } from '../../model/state.ts';
import type { ExactChange } from '../../plan/assemble.ts';
import { byHive, withHive } from '../connect/hives.ts';
import { typeOf } from '../tables.ts';
import { type HostWork, step } from './host-work.ts';
import { CancelledError, NotVerifiedError } from './put-back.ts';
import { sayOfWhat } from './say-of-what.ts';

/** Where a guarded change stops until a new line has come about; undefined for one that is set at once. */
export const trialOf = ({
  resource,
  before,
  after,
}: Pick<Change, 'resource' | 'before' | 'after'>): State | undefined =>
  before.status === 'sealed' || after.status === 'sealed'
    ? undefined
    : typeOf(resource).trial?.(before, after);

/** What the host holds while all of these are made, and some of them only tried. */
export const asTried = (changes: readonly ExactChange[]): readonly ExactChange[] =>
  changes.map((change) => ({ ...change, after: trialOf(change) ?? change.after }));

/** One by one, in their order; under a guard those that can be are tried, and `setTried` has to follow. */
export async function setChanges(work: HostWork, changes: readonly ExactChange[]): Promise<void> {
  const isGuarded = work.guardSeconds !== undefined;
  for (const { sid, changes: group } of byHive(changes)) {
    const setAll = async () => {
      for (const change of group) {
        const trial = isGuarded ? trialOf(change) : undefined;
        await (trial ? setOne(work, change, 'try', trial) : setOne(work, change, 'set', change.after));
      }
    };
    // A user's hive is mounted only while its values are set.
    const isAway = sid !== undefined && work.session.hives.mounted.has(sid);
    await (isAway ? withHive(work.session, sid, setAll) : setAll());
  }
}

/** What was tried, for good. Tells whether there was anything. */
export async function setTried(work: HostWork, changes: readonly ExactChange[]): Promise<boolean> {
  const tried = changes.filter((change) => trialOf(change) !== undefined);
  for (const change of tried) await setOne(work, change, 'set', change.after);
  return tried.length > 0;
}

async function setOne(work: HostWork, change: ExactChange, verb: 'set' | 'try', want: State): Promise<void> {
  if (work.context.cancellation.stopping) throw new CancelledError('cancelled before all values were set');
  const { host, journal, run } = work;
  const where = typeOf(change.resource).describe(change.resource);
  step(work, `${verb === 'set' ? 'setting' : 'trying'} ${where}`);
  await journal.append({ event: 'set-intended', host: host.name, change: change.id });
  const asked = { run, change: change.id, expect: change.before, want };
  const { found, now } = await sayOfWhat(host.name, where, work.session.request(verb, asked));
  await journal.append({
    event: verb === 'set' ? 'set-done' : 'tried',
    host: host.name,
    change: change.id,
    found: shown(work, change, found),
    now: shown(work, change, now),
  });
  if (!sameState(now, want)) throw new NotVerifiedError(`${where} does not hold what was set`);
}

/** As the journal may hold it. */
export const shown = (work: HostWork, change: ExactChange, state: State): ShownState =>
  change.sensitive ? work.context.backups.shown(state) : state;
