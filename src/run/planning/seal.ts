import type { BackupStore } from '../../journal/backup-store.ts';
import type { Change, HostPlan } from '../../model/plan.ts';
import type { ExactChange, ExactHostPlan } from '../../plan/assemble.ts';

/** The plan of a host as it may be shown and stored: sensitive states replaced by fingerprints, their bytes in the backup store. */
export async function sealHostPlan(backups: BackupStore, plan: ExactHostPlan): Promise<HostPlan> {
  const changes: Change[] = [];
  for (const change of plan.changes)
    changes.push(
      change.sensitive
        ? { ...change, before: await backups.seal(change.before), after: await backups.seal(change.after) }
        : change,
    );
  return { ...plan, changes };
}

export async function unsealHostPlan(backups: BackupStore, plan: HostPlan): Promise<ExactHostPlan> {
  const changes: ExactChange[] = [];
  for (const change of plan.changes)
    changes.push({
      ...change,
      before: await backups.unseal(change.before),
      after: await backups.unseal(change.after),
    });
  return { ...plan, changes };
}
