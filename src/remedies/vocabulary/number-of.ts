import type { JsonObject } from '../../model/json.ts';

/** A parameter that `readParameters` has checked; a remedy that is handed anything else was called wrongly. */
export function numberOf(parameters: JsonObject, name: string): number {
  const value = parameters[name];
  if (typeof value !== 'number') throw new TypeError(`${name} is no number`);
  return value;
}
