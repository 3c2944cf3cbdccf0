import type { PacketList } from '../model/capture.ts';

const MOST = 10;

/** Counts packets and remembers the first of them. */
export class PacketCounter {
  #count = 0;
  readonly #first: number[] = [];

  add(packet: number): void {
    this.#count += 1;
    if (this.#first.length < MOST) this.#first.push(packet);
  }

  get list(): PacketList {
    return { count: this.#count, first: this.#first };
  }
}
