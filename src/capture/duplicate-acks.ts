import type { TcpSegment } from './tcp-segment.ts';

/** Below it a sender does not resend: packets overtake each other (RFC 5681). */
const RUN = 3;

interface Run {
  readonly length: number;
  readonly first: number;
  readonly last: number;
}

/** Runs of the same acknowledgement, sent again and again by a receiver that misses something. */
export class DuplicateAcks {
  runs = 0;
  longest: Run | null = null;
  #ack: number | undefined;
  #window = 0;
  #run: Run | undefined;

  add({ ack, window, length, isReset }: TcpSegment, packet: number): void {
    const isDuplicate = ack === this.#ack && window === this.#window && length === 0 && !isReset;
    if (!isDuplicate) {
      if (ack !== this.#ack) this.#run = undefined;
      this.#ack = ack;
      this.#window = window;
      return;
    }
    const { length: before = 0, first = packet } = this.#run ?? {};
    this.#run = { length: before + 1, first, last: packet };
    if (this.#run.length === RUN) this.runs += 1;
    if (this.#run.length > (this.longest?.length ?? 0)) this.longest = this.#run;
  }
}
