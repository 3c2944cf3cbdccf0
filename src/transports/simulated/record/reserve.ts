import type { HostChange } from '../../../model/host-record.ts';
import { asciiJson, mark } from '../../../model/line.ts';
import type { HostState } from '../state/state.ts';
import { DiskFull, removeFile, shrinkFile, writeFile } from '../windows/files.ts';

const FLOOR = 65536;
const PIECE = 16384;

const pathOf = (run: string): string => `${run}\\reserve`;

/** Room for the steps of a run, taken before its first set. */
export const takeReserve = (state: HostState, run: string, changes: readonly HostChange[]): void =>
  writeFile(state, pathOf(run), '', FLOOR + changes.reduce((bytes, change) => bytes + sizeOf(change), 0));

const sizeOf = ({ after }: HostChange): number => 1024 + asciiJson(mark(after)).length;

/** What `write` writes gets the room that this run has reserved, piece by piece. */
export function useReserve(state: HostState, run: string, write: () => void): void {
  for (;;) {
    try {
      write();
      return;
    } catch (error) {
      if (!(error instanceof DiskFull) || !shrinkFile(state, pathOf(run), PIECE)) throw error;
    }
  }
}

export const removeReserve = (state: HostState, run: string): void => removeFile(state, pathOf(run));
