import { distance } from './tcp-segment.ts';

const MOST = 64;

interface Hole {
  readonly start: number;
  readonly end: number;
  readonly before: number;
}

/** Parts of a stream that did not pass the place of the capture: lost before it, or passed on another way. */
export class Missing {
  #holes: readonly Hole[] = [];

  add(start: number, end: number, before: number): void {
    if (this.#holes.length < MOST) this.#holes = [...this.#holes, { start, end, before }];
  }

  /** True when some of it was missing until now. */
  fill(start: number, end: number): boolean {
    const left = this.#holes.flatMap((hole) => {
      if (distance(hole.start, end) <= 0 || distance(start, hole.end) <= 0) return [hole];
      return [
        ...(distance(hole.start, start) > 0 ? [{ ...hole, end: start }] : []),
        ...(distance(end, hole.end) > 0 ? [{ ...hole, start: end }] : []),
      ];
    });
    const isFilled = left.length !== this.#holes.length || left.some((hole, at) => hole !== this.#holes[at]);
    this.#holes = left;
    return isFilled;
  }

  /** The receiver has it: only the capture missed it. */
  forgetBefore(ack: number): void {
    if (this.#holes.length > 0) this.#holes = this.#holes.filter(({ end }) => distance(ack, end) > 0);
  }

  /** True for what comes after a hole: nobody can acknowledge it, whether it came or not. */
  isBefore(seq: number): boolean {
    return this.#holes.some(({ end }) => distance(end, seq) >= 0);
  }

  get holes(): readonly { readonly bytes: number; readonly before: number }[] {
    return this.#holes.map(({ start, end, before }) => ({ bytes: distance(start, end), before }));
  }
}
