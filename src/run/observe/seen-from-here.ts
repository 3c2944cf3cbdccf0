import type { Host } from '../../model/host.ts';
import type { Sighting } from '../../model/sighting.ts';
import { pathSighting } from '../../remedies/vpn-black-hole/path-sighting.ts';
import type { RunContext } from '../context.ts';
import { measureFromHere, waysFromHere } from './measure-from-here.ts';

/**
 * Trouble on the way from this computer to the ends of a path. A way from here that is sound is not told: it is another than theirs, and
 * rules nothing out.
 */
export async function seenFromHere(
  context: RunContext,
  hosts: readonly Host[],
  peer: string,
): Promise<readonly Sighting[]> {
  const [first] = hosts;
  if (!first) return [];
  const at = context.clock().toISOString();
  const measured = await measureFromHere(context, waysFromHere(hosts, peer), first.name);
  return measured.flatMap(({ family, fact, judgement: found }) =>
    fact && found && (found.verdict === 'black-hole' || found.verdict === 'loss')
      ? pathSighting({ family, fact, found, at }).map((each) => ({
          ...each,
          text: `From this computer: ${each.text}`,
        }))
      : [],
  );
}
