import type { StateEntry } from './shape.ts';

/** Something wrong in one entry of `states:`; `property` is where it stands, when it stands at one. */
export interface StateMistake {
  readonly property?: keyof StateEntry;
  readonly text: string;
}
