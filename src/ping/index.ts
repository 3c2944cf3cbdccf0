/** Path MTU from this computer, by the ping program of Linux and macOS: no right of its own is needed, and no socket of ours. */
import { newLadder, type PathMtuFact, type ProbeAnswer, searchPath } from '../model/path-mtu.ts';
import type { IpFamily } from '../model/resource.ts';
import { findWay, type Way } from './find-way.ts';
import { readAnswer } from './read-answer.ts';
import { run } from './run-program.ts';

/** Whether this system's ping is one that is known here; on Windows PowerShell measures as it does on hosts. */
export const canPing = process.platform === 'linux' || process.platform === 'darwin';

/** Walks as `scripts/facts/path-mtu.ps1` does. `told` hears each size. Rejects with UnreachableError when there is no way to the peer. */
export async function pingPath(
  peer: string,
  family: IpFamily,
  signal: AbortSignal,
  told: (size: number) => void,
): Promise<PathMtuFact> {
  const way = await findWay(peer, family, signal);
  const ladder = newLadder(family, way.mtu);
  // This ping never fragments, whatever a router has said.
  const search = searchPath(ladder, true);
  for (let step = search.next(); !step.done && !signal.aborted; ) {
    told(step.value);
    step = search.next(await probe(way, step.value, signal));
  }
  if (signal.aborted) ladder.finished = false;
  const { address, source, interface: index } = way;
  return { peer, address, source, interface: index, ...ladder };
}

const HEADERS: Readonly<Record<IpFamily, number>> = { IPv4: 28, IPv6: 48 };

async function probe({ address, family }: Way, size: number, signal: AbortSignal): Promise<ProbeAnswer> {
  const payload = String(size - HEADERS[family]);
  const words =
    process.platform === 'linux'
      ? [family === 'IPv4' ? '-4' : '-6', '-n', '-M', 'do', '-c', '1', '-W', '1', '-s', payload, address]
      : ['-n', '-D', '-c', '1', '-t', '1', '-s', payload, address];
  const program = process.platform !== 'linux' && family === 'IPv6' ? 'ping6' : 'ping';
  const { text, succeeded } = await run(program, words, signal);
  return readAnswer(text, succeeded);
}
