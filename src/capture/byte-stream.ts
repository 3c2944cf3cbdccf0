/** Bytes in the order of a file, as many as asked for; never holds more than that and one piece of the source. */
export class ByteStream {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  /** Bytes taken so far: where in the file the next one lies. */
  offset = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#pieces = source[Symbol.asyncIterator]();
  }

  /** Exactly `length` bytes; fewer only when the source ends before. They are valid until the next call. */
  async take(length: number): Promise<Buffer> {
    if (this.#held.length < length) await this.#fill(length);
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(taken.length);
    this.offset += taken.length;
    return taken;
  }

  /** How many bytes were passed over; fewer than asked for when the source ended. */
  async skip(length: number): Promise<number> {
    let left = length;
    while (left > 0) {
      const passed = (await this.take(Math.min(left, 65_536))).length;
      if (passed === 0) break;
      left -= passed;
    }
    return length - left;
  }

  async #fill(length: number): Promise<void> {
    const pieces: Uint8Array[] = [this.#held];
    let size = this.#held.length;
    while (size < length) {
      const next = await this.#pieces.next();
      if (next.done) break;
      pieces.push(next.value);
      size += next.value.length;
    }
    this.#held = pieces.length === 1 ? this.#held : Buffer.concat(pieces);
  }
}
