import type { TypeObject } from 'koffi';
import type { GssapiLibrary, Pointer } from './gssapi-library.ts';

/**
 * What one call is given, in memory that JavaScript's collector neither moves nor frees while a thread works with it. `free` overwrites it
 * first: passwords and messages lie there.
 */
export class NativeMemory {
  readonly #library: GssapiLibrary;
  readonly #blocks: { readonly at: Pointer; readonly bytes: number }[] = [];

  constructor(library: GssapiLibrary) {
    this.#library = library;
  }

  bytes(data: Buffer): Pointer {
    const at = this.#block(data.length);
    this.#library.copy(at, data, data.length);
    return at;
  }

  /** As C reads it, with a NUL at the end. */
  text(text: string): Pointer {
    return this.bytes(Buffer.from(`${text}\0`, 'utf8'));
  }

  /** One structure, or several in a row. */
  structs(type: TypeObject, ...values: readonly Readonly<Record<string, unknown>>[]): Pointer {
    const at = this.#block(this.#library.sizeOf(type) * values.length);
    for (const [index, value] of values.entries()) this.#library.write(at, index, type, value);
    return at;
  }

  /** A gss_buffer_desc. */
  buffer(data: Buffer): Pointer {
    return this.structs(this.#library.types.buffer, { length: data.length, value: this.bytes(data) });
  }

  free(): void {
    for (const { at, bytes } of this.#blocks.splice(0)) {
      this.#library.copy(at, Buffer.alloc(bytes), bytes);
      this.#library.free(at);
    }
  }

  #block(bytes: number): Pointer {
    const at = this.#library.allocate(bytes);
    this.#blocks.push({ at, bytes });
    return at;
  }
}
