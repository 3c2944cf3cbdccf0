import { ExpectedError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { MeasuredPath } from '../../model/measured-path.ts';
import { judgePath } from '../../model/path-verdict.ts';
import type { IpFamily } from '../../model/resource.ts';
import { canPing, pingPath } from '../../ping/index.ts';
import type { RunContext } from '../context.ts';
import { messageOf } from '../outcomes.ts';
import { measurePaths, type WayAsked } from './measure-paths.ts';

/** Where a path begins that no host of the inventory measured. */
export const HERE = 'this computer';

const FAMILIES: readonly IpFamily[] = ['IPv4', 'IPv6'];

const here: Host = {
  name: HERE,
  groups: [],
  transport: { type: 'local', executable: 'powershell.exe' },
  variables: {},
  remedies: {},
  source: HERE,
};

/** The same from the controller itself, one way after the other. */
export async function measureFromHere(
  context: RunContext,
  ways: readonly WayAsked[],
  watched: string,
): Promise<readonly MeasuredPath[]> {
  if (ways.length === 0) return [];
  if (!canPing) return measurePaths(context, here, ways);
  const measured: MeasuredPath[] = [];
  for (const { to, family } of ways) {
    const told = (size: number) =>
      context.watch({
        kind: 'host-step',
        host: watched,
        step: `path MTU from ${HERE} over ${family}: ${size} bytes`,
      });
    try {
      const fact = await pingPath(to, family, context.cancellation.dropped, told);
      measured.push({ from: HERE, to, family, fact, judgement: judgePath(fact), why: '' });
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      measured.push({ from: HERE, to, family, fact: null, judgement: null, why: messageOf(error) });
    }
  }
  return measured;
}

/** To every end that lies on a network. Hosts that are played, or are this computer, have no way from here, and none to their peer. */
export function waysFromHere(hosts: readonly Host[], peer: string): readonly WayAsked[] {
  const ends = hosts.flatMap(({ transport }) => ('address' in transport ? [transport.address] : []));
  if (ends.length === 0) return [];
  return [...new Set([...ends, peer])].flatMap((to) => FAMILIES.map((family) => ({ to, family })));
}
