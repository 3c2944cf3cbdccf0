import type { ProcessesFact } from '../../model/fact.ts';
import { counted, printable } from '../../model/printable.ts';
import { accountIn, type Sighting, type SightingKind } from '../../model/sighting.ts';
import type { Found } from './judge-crm.ts';

export const handlesSighting = (
  { pid, owner, handles, privateBytes }: ProcessesFact['processes'][number],
  at: string,
): Sighting => ({
  kind: 'outlook-handles',
  text: `OUTLOOK.EXE (process ${pid}${owner === '' ? '' : ` of ${printable(owner)}`}) has ${handles} handles open and ${Math.round(privateBytes / 1024 ** 2)} MB of its own`,
  from: at,
  to: at,
  count: handles,
  who: owner === '' ? [] : [accountIn(owner)],
});

/** What is not here is no sign of a state of this computer. */
const kinds: { readonly [P in Found['points']]?: SightingKind } = {
  memory: 'out-of-memory',
  connections: 'crm-disconnects',
};

/** A line of a trace has no time that is read: its sighting has that of the latest event, or none. */
export function signSighting({ title, points, events, latest, lines }: Found): readonly Sighting[] {
  const kind = kinds[points];
  if (kind === undefined) return [];
  const text = `the CRM client: ${title}; ${counted(events, 'event')}, ${counted(lines, 'line')} of traces`;
  return [{ kind, text, from: latest, to: latest, count: events + lines, who: [] }];
}
