import type { ProcessesFact } from '../../../model/fact.ts';
import { sameName } from '../../../model/windows-name.ts';
import type { Process } from '../state/state.ts';
import type { Session } from '../state/work.ts';

const LISTED = 100;

/** Processes of one program. What the state file does not say of one is that of a service. */
export function processesFact(session: Session, asked: string): ProcessesFact {
  const program = bare(asked);
  const found = session.state.processes
    .filter((process) => sameName(bare(process.name), program))
    .toSorted((a, b) => a.pid - b.pid);
  return {
    count: found.length,
    processes: found.slice(0, LISTED).map((process) => ({
      pid: process.pid,
      name: bare(process.name),
      session: process.session ?? 0,
      owner: process.owner ?? '',
      sid: process.sid ?? '',
      startedAt: process.startedAt,
      handles: process.handles ?? 0,
      workingSet: process.workingSet ?? 0,
      privateBytes: privateBytes(session, process),
    })),
  };
}

/** At the host's clock, for one that grows. */
function privateBytes(session: Session, { privateBytes: held = 0, growsBy = 0, startedAt }: Process): number {
  if (growsBy === 0) return held;
  const seconds = (Date.parse(session.now()) - Date.parse(startedAt)) / 1000;
  return held + Math.floor(growsBy * seconds);
}

const bare = (name: string): string => name.replace(/\.exe$/i, '');
