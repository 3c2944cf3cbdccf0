import type { OsFact } from '../../model/fact.ts';

/** Windows by its two numbers: 5.1 XP, 5.2 Server 2003, 6.0 Vista and 2008, 6.1 7 and 2008 R2, 6.2 8 and 2012, 6.3 8.1 and 2012 R2, 10.0. */
export type Release = '5.2' | '6.0' | '6.2' | '6.3' | '10.0';

export function isBefore({ version }: OsFact, release: Release): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [thanMajor = 0, thanMinor = 0] = release.split('.').map(Number);
  return major < thanMajor || (major === thanMajor && minor < thanMinor);
}
