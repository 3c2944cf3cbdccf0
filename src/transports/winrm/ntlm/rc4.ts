/** RC4, the stream cipher that NTLM seals with (RFC 6229 has vectors); OpenSSL 3 has it no more. One object is one running stream. */
export class Rc4 {
  readonly #state = Uint8Array.from({ length: 256 }, (_, index) => index);
  #i = 0;
  #j = 0;

  constructor(key: Uint8Array) {
    let j = 0;
    for (let i = 0; i < 256; i += 1) {
      j = (j + this.#at(i) + (key[i % key.length] ?? 0)) & 255;
      this.#swap(i, j);
    }
  }

  /** Encrypts or decrypts, which is the same, and goes on where the last call ended. */
  update(data: Uint8Array): Buffer {
    const result = Buffer.allocUnsafe(data.length);
    for (let at = 0; at < data.length; at += 1) {
      this.#i = (this.#i + 1) & 255;
      this.#j = (this.#j + this.#at(this.#i)) & 255;
      this.#swap(this.#i, this.#j);
      result[at] = (data[at] ?? 0) ^ this.#at((this.#at(this.#i) + this.#at(this.#j)) & 255);
    }
    return result;
  }

  #at(index: number): number {
    return this.#state[index] ?? 0;
  }

  #swap(i: number, j: number): void {
    const kept = this.#at(i);
    this.#state[i] = this.#at(j);
    this.#state[j] = kept;
  }
}
