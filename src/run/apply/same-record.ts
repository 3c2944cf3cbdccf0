import type { HostChange } from '../../model/host-record.ts';
import { sameJson } from '../../model/json.ts';
import { printable } from '../../model/printable.ts';
import type { RunContext } from '../context.ts';

/**
 * The host's record of a run, against the backup that this controller took of it: undo would put back what the record says. Returns what
 * is wrong, for a person; undefined where both say the same, or this controller has no backup of that run that could be read: then the host's record is all there is.
 */
export async function otherRecord(
  { backups }: RunContext,
  host: string,
  run: string,
  changes: readonly HostChange[],
): Promise<string | undefined> {
  const backup = await backups.loadHost(run, host).catch(() => undefined);
  if (backup === undefined || sameJson(backup, changes)) return undefined;
  const name = printable(run);
  return (
    `the host's record of run ${name} is not what this controller wrote there, and nothing of it was put back: ` +
    `compare %ProgramData%\\Setright\\${name}\\record.json on the host with the backup of that run here, and put it right by hand`
  );
}
