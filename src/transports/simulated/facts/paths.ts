import type { JsonObject } from '../../../model/json.ts';
import type { PathMtuFact } from '../../../model/path-mtu.ts';
import { newLadder, type ProbeAnswer, searchPath } from '../../../model/path-mtu.ts';
import { sameName } from '../../../model/windows-name.ts';
import type { HostState, PathEntry } from '../state/state.ts';
import { WindowsRefusal } from '../state/work.ts';
import { readMtu } from '../windows/interfaces.ts';

export function pathMtuFact(state: HostState, { peer, family }: JsonObject): PathMtuFact {
  if (typeof peer !== 'string' || peer === '')
    throw new WindowsRefusal('the question does not say which peer');
  if (family !== 'IPv4' && family !== 'IPv6')
    throw new WindowsRefusal('the question does not say which family');
  const path = state.paths?.find((each) => each.family === family && isWayTo(each, peer));
  const found = path && readMtu(state, { kind: 'interface-mtu', interface: path.interface, family });
  if (found?.status === 'unreadable') throw new WindowsRefusal(found.why);
  if (!path || found?.status !== 'present') throw new WindowsRefusal(`${peer} has no ${family} address.`);
  const interfaceMtu = (found.value as { readonly active: number }).active;
  const ladder = newLadder(family, interfaceMtu);
  const { address, source } = path;
  const answer = answering(path, interfaceMtu);
  const search = searchPath(ladder);
  for (let step = search.next(); !step.done; step = search.next(answer(step.value)));
  return { peer, address, source, interface: path.interface, ...ladder };
}

/** By its name or its address, whichever somebody says. */
const isWayTo = (path: PathEntry, peer: string): boolean =>
  sameName(path.peer, peer) || sameName(path.address, peer);

/** What comes back for a packet of a size; counts those that leave. */
function answering(path: PathEntry, interfaceMtu: number): (size: number) => ProbeAnswer {
  const { mtu, router, mute, loseEvery, fails, ignoresDontFragment = false } = path;
  let passed = 0;
  return (size) => {
    if (size > interfaceMtu && !ignoresDontFragment) return { kind: 'too-big', from: '' };
    if (fails !== undefined) return { kind: 'other', text: fails };
    passed += 1;
    if (mute || (loseEvery !== undefined && passed % loseEvery === 0)) return { kind: 'silent' };
    if (size <= mtu || ignoresDontFragment) return { kind: 'answered' };
    return router === undefined ? { kind: 'silent' } : { kind: 'too-big', from: router };
  };
}
