import type { FileVersion } from '../../model/fact.ts';
import { isAtLeast } from '../vocabulary/file-version.ts';

/** Exchange Server 2003 by the build of its Information Store: 6.5.6944 as it was sold, 6.5.7226 SP1, 6.5.7638 SP2. */
export type ProgramLevel = 'sold' | 'sp1' | 'sp2';

export const levelNames: Readonly<Record<ProgramLevel, string>> = {
  sold: 'Exchange Server 2003 without a service pack',
  sp1: 'Exchange Server 2003 SP1',
  sp2: 'Exchange Server 2003 SP2',
};

const levelOf = (version: string): ProgramLevel =>
  isAtLeast(version, '6.5.7638.0') ? 'sp2' : isAtLeast(version, '6.5.7226.0') ? 'sp1' : 'sold';

/** By store.exe; where that cannot be read, by a file that only SP1 can have brought. Undefined: nothing tells. */
export function programLevel(stores: readonly FileVersion[], dllVersion: string): ProgramLevel | undefined {
  const store = stores.find((file) => file.status === 'present' && file.version !== '');
  if (store?.status === 'present') return levelOf(store.version);
  return levelOf(dllVersion) === 'sp1' ? 'sp1' : undefined;
}
