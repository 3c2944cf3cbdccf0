import { readFact } from '../../facts/index.ts';
import type { FactAsks, FactName, FactValues, Question, Reading } from '../../model/fact.ts';
import type { State } from '../../model/state.ts';
import type { Session } from '../connect/session.ts';

/** A value of the registry, for a look that judges no remedy. */
export interface Setting {
  readonly hive: 'HKLM' | 'HKU';
  readonly key: string;
  readonly name: string;
}

/** What a value holds: its data; undefined when it is not there; `unreadable` with the reason. */
export type Held = { readonly data: unknown } | { readonly unreadable: string };

/** One request for all of them, in order. */
export async function readSettings(session: Session, settings: readonly Setting[]): Promise<readonly Held[]> {
  if (settings.length === 0) return [];
  const resources = settings.map((setting) => ({ kind: 'registry-value', view: 64, ...setting }) as const);
  const { states } = await session.request('get', { resources });
  return settings.map((_setting, at) => heldBy(states[at]));
}

function heldBy(state: State | undefined): Held {
  if (state === undefined) return { unreadable: 'the host gave no answer' };
  if (state.status === 'unreadable') return { unreadable: state.why };
  if (state.status === 'absent') return { data: undefined };
  return { data: (state.value as { readonly data?: unknown }).data };
}

export async function askFact<N extends FactName>(
  session: Session,
  fact: N,
  ask: FactAsks[N],
): Promise<Reading<FactValues[N]>> {
  const { facts } = await session.request('observe', { questions: [{ fact, ask } as Question] });
  const [said] = facts;
  if (said === undefined) return { known: false, at: '', why: 'the host gave no answer' };
  return readFact(fact, said);
}
