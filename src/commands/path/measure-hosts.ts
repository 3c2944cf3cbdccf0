import { UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { MeasuredPath } from '../../model/measured-path.ts';
import { directionOf, type PathDirection } from '../../model/path-direction.ts';
import type { IpFamily } from '../../model/resource.ts';
import { pathsText } from '../../report/path-text.ts';
import type { RunContext } from '../../run/context.ts';
import { eachInParallel } from '../../run/fleet.ts';
import { HERE, measureFromHere, waysFromHere } from '../../run/observe/measure-from-here.ts';
import { measurePaths } from '../../run/observe/measure-paths.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { PathOptions } from '../path.ts';
import { openFleet } from '../steps/fleet.ts';

const FAMILIES: readonly IpFamily[] = ['IPv4', 'IPv6'];
const HOLE = 2;
const NOT_TOLD = 5;

export async function measureHosts(
  terminal: Terminal,
  selectors: readonly string[],
  options: PathOptions,
): Promise<number> {
  const fleet = await openFleet(terminal, options);
  const [peer] = fleet.known([options.peer]);
  const hosts = fleet.select(selectors).filter(({ name }) => name !== peer?.name);
  if (hosts.length === 0)
    throw new UsageError(`--peer ${options.peer}: a path needs a host at its other end`);
  const asked = peer ? [...hosts, peer] : hosts;
  await fleet.unlock(asked);
  const names = asked.map(({ name }) => name);
  const { paths, directions } = await fleet.atWork(names, async (context) => {
    const ways = FAMILIES.map((family) => ({ to: peer ? addressOf(peer) : options.peer, family }));
    const [there, fromHere] = await Promise.all([
      eachInParallel(hosts, context.limits.parallel, (host) => measurePaths(context, host, ways)),
      measureFromHere(context, waysFromHere(hosts, peer ? addressOf(peer) : options.peer), names[0] ?? ''),
    ]);
    const back = peer ? await measureBack(context, peer, hosts, there.flat()) : [];
    return { paths: [...there.flat(), ...back, ...fromHere], directions: directionsOf(there.flat(), back) };
  });
  terminal.result(
    () => ({ schema: 'setright/path@1', exitCode: exitCodeOf(paths), paths, directions }),
    () => pathsText(paths, directions, terminal),
  );
  return exitCodeOf(paths);
}

/** To the address that a host's own packets to the peer come from; a way that was not measured there has none. */
async function measureBack(
  context: RunContext,
  peer: Host,
  hosts: readonly Host[],
  there: readonly MeasuredPath[],
): Promise<readonly MeasuredPath[]> {
  const measured = there.flatMap(({ family, fact }) => (fact ? [{ to: fact.source, family }] : []));
  const unmeasured = hosts.filter(({ name }) => !there.some(({ from, fact }) => from === name && fact));
  const ways = [...measured, ...unmeasured.map((host) => ({ to: addressOf(host), family: 'IPv4' as const }))];
  return measurePaths(context, peer, ways);
}

/** Where we reach it; a transport without an address is on this machine, or simulated, and has its name. */
const addressOf = ({ name, transport }: Host): string => ('address' in transport ? transport.address : name);

/** Of each way and the one back that was measured to where it begins. */
const directionsOf = (
  there: readonly MeasuredPath[],
  back: readonly MeasuredPath[],
): readonly PathDirection[] =>
  there.flatMap((way) => {
    const reverse = back.find(({ to, family }) => family === way.family && to === way.fact?.source);
    return directionOf(way, reverse) ?? [];
  });

/** IPv6 that nobody has is no failure, as long as the other family says something. */
function exitCodeOf(all: readonly MeasuredPath[]): number {
  if (all.some(({ judgement }) => judgement?.verdict === 'black-hole')) return HOLE;
  // Many hosts answer no ping of ours; that says nothing of the way that was asked about.
  const paths = all.filter(({ from }) => from !== HERE);
  const verdicts = paths.flatMap(({ judgement }) => judgement?.verdict ?? []);
  const works = verdicts.every((verdict) => verdict === 'clear' || verdict === 'told');
  const isMeasured = (name: string) => paths.some(({ from, judgement }) => from === name && judgement);
  return works && paths.every(({ from }) => isMeasured(from)) ? 0 : NOT_TOLD;
}
