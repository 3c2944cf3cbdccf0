import type { HostState } from './state.ts';

/** The newest PowerShell that an old Windows can have (WMF 2.0 for XP and Server 2003, WMF 3.0 for Server 2008). */
const newest: readonly (readonly [windows: string, engine: number])[] = [
  ['5.', 2],
  ['6.0', 3],
];

/** What is wrong with an engine that this system cannot have, or undefined: such a host would be served where no real one is. */
export function engineMistake({ os, engine }: HostState): string | undefined {
  const [, limit] = newest.find(([windows]) => os.version.startsWith(windows)) ?? [];
  const found = Number.parseFloat(engine.version);
  return limit !== undefined && found > limit
    ? `engine.version: Windows ${os.version} can have PowerShell ${limit}.0 at the newest, found ${engine.version}`
    : undefined;
}
