import type { Resource } from '../model/resource.ts';
import type { State } from '../model/state.ts';
import { sameName } from '../model/windows-name.ts';

/** What one step of a plan sets. */
export interface Setting {
  readonly resource: Resource;
  readonly want: State;
}

/**
 * The same steps, with the start type of a service beside its status where a plan sets both: right before a start and right after a stop, for
 * a service that is disabled cannot be started. So the way back, which goes through them in reverse, can be walked too.
 */
export function inServiceOrder<Step>(
  steps: readonly Step[],
  settingOf: (step: Step) => Setting,
): readonly Step[] {
  const startTypeOf = (step: Step): Step | undefined => {
    const { resource } = settingOf(step);
    if (resource.kind !== 'service-status') return undefined;
    return steps.find((other) => {
      const { resource: one } = settingOf(other);
      return one.kind === 'service-start-type' && sameName(one.service, resource.service);
    });
  };
  const moved = new Set(steps.map(startTypeOf));
  return steps.flatMap((step) => {
    if (moved.has(step)) return [];
    const startType = startTypeOf(step);
    if (startType === undefined) return [step];
    const { want } = settingOf(step);
    const stops = want.status === 'present' && want.value === 'stopped';
    return stops ? [step, startType] : [startType, step];
  });
}
