import type { PathMtuFact } from '../../model/path-mtu.ts';
import type { PathJudgement, PathVerdict } from '../../model/path-verdict.ts';
import { printable } from '../../model/printable.ts';
import type { IpFamily } from '../../model/resource.ts';
import type { Sighting, SightingKind } from '../../model/sighting.ts';

/** The path to the peer by one family, as it was found, and when by the host's clock. */
export interface Way {
  readonly family: IpFamily;
  readonly fact: PathMtuFact;
  readonly found: PathJudgement;
  readonly at: string;
}

/** What is not here tells nothing of the path. */
const kinds: { readonly [V in PathVerdict]?: SightingKind } = {
  'black-hole': 'large-packets-vanish',
  loss: 'packets-lost',
  clear: 'large-packets-cross',
  told: 'large-packets-cross',
};

export function pathSighting({ family, fact, found, at }: Way): readonly Sighting[] {
  const kind = kinds[found.verdict];
  if (kind === undefined) return [];
  const text = `${family} to ${printable(fact.peer)} (${printable(fact.address)}), probed: ${printable(found.why)}`;
  const count = fact.rungs.reduce((sum, { sent }) => sum + sent, fact.smalls.sent);
  const who = [...new Set([fact.peer.toLowerCase(), fact.address, fact.source])];
  return [{ kind, text, from: at, to: at, count, who }];
}
