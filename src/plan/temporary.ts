import { TIMED_UNDO } from '../model/guard.ts';
import type { HostPlan } from '../model/plan.ts';
import type { Wish } from '../model/remedy.ts';

/** Two wishes for one state: sensitive when either is, and to last when either is to last. */
export function joinWishes(first: Wish, second: Wish): Wish {
  const { undoAfterSeconds: one, ...wish } = first;
  const sensitive = first.sensitive || second.sensitive ? { sensitive: true } : {};
  if (one === undefined || second.undoAfterSeconds === undefined) return { ...wish, ...sensitive };
  return { ...wish, ...sensitive, undoAfterSeconds: Math.min(one, second.undoAfterSeconds) };
}

/** The changes of a host's plan for so long only, whatever its remedies say of that. */
export const lastingFor = <Planned extends Pick<HostPlan, 'changes' | 'undoAfterSeconds'>>(
  plan: Planned,
  seconds: number | undefined,
): Planned =>
  seconds === undefined || plan.changes.length === 0 ? plan : { ...plan, undoAfterSeconds: seconds };

/**
 * After how long the host is to take these changes back, the shortest of what was asked for; undefined: they are to last. A run is taken
 * back as a whole: what is to last and what is not cannot be one plan.
 */
export function undoAfterSeconds(
  made: readonly { readonly wish: Wish; readonly remedy: { readonly name: string } }[],
): { readonly seconds: number } | { readonly conflict: string } | undefined {
  const [temporary] = made.filter(({ wish }) => wish.undoAfterSeconds !== undefined);
  if (!temporary) return undefined;
  const [lasting] = made.filter(({ wish }) => wish.undoAfterSeconds === undefined);
  if (lasting)
    return {
      conflict:
        `${temporary.remedy.name} is for a time, ${lasting.remedy.name} is to last, and a run is taken back as a whole; ` +
        'choose one of them with --remedy, and the other in a run of its own',
    };
  const seconds = Math.min(...made.map(({ wish }) => wish.undoAfterSeconds ?? Number.POSITIVE_INFINITY));
  if (!Number.isInteger(seconds) || seconds < TIMED_UNDO.shortest || seconds > TIMED_UNDO.longest)
    throw new RangeError(`${temporary.remedy.name} asks for a timed undo after ${seconds} seconds`);
  return { seconds };
}
