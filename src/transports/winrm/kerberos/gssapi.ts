import { type Call, type GssapiLibrary, openGssapi, type Pointer } from './gssapi-library.ts';
import { NativeMemory } from './native-memory.ts';
import { Turns } from './turns.ts';

/** A call that GSSAPI refused; `minor` is Kerberos' own number for it (error tables krb5 and k5g), the message the library's words. */
export class GssFailure extends Error {
  readonly major: number;
  readonly minor: number;

  constructor(major: number, minor: number, message: string) {
    super(message);
    this.major = major;
    this.minor = minor;
  }
}

/** 1.2.840.113554.1.2.2, its name type for whole principals, both as BER writes them. */
const KRB5 = Buffer.from('2a864886f712010202', 'hex');
const PRINCIPAL_NAME = Buffer.from('2a864886f71201020201', 'hex');

const MECHANISM_CODE = 2;
const isError = (major: number): boolean => major >>> 16 !== 0;

/** What all calls share: the mechanism's names, statuses into errors, results copied and released. */
export class Gssapi {
  readonly library: GssapiLibrary;
  readonly krb5: Pointer;
  /** A set of one. */
  readonly onlyKrb5: Pointer;
  readonly #principalName: Pointer;
  /** libuv has four threads, and files and DNS need some of them, too: KDCs that do not answer must not take them all. */
  readonly #turns = new Turns(2);

  constructor(library: GssapiLibrary) {
    this.library = library;
    // Never freed: contexts and credentials go on pointing there.
    const forever = new NativeMemory(library);
    const { oid, oidSet } = library.types;
    const named = (bytes: Buffer) =>
      forever.structs(oid, { length: bytes.length, elements: forever.bytes(bytes) });
    this.krb5 = named(KRB5);
    this.#principalName = named(PRINCIPAL_NAME);
    this.onlyKrb5 = forever.structs(oidSet, { count: 1, elements: this.krb5 });
  }

  /** A principal as it is written; to be released by `releaseName`. */
  importName(principal: string): Pointer {
    const memory = new NativeMemory(this.library);
    const [minor, name]: [number[], (Pointer | null)[]] = [[0], [null]];
    try {
      const text = memory.buffer(Buffer.from(principal, 'utf8'));
      this.check(this.library.calls.gss_import_name(minor, text, this.#principalName, name), minor);
      return handleIn(name);
    } finally {
      memory.free();
    }
  }

  releaseName(name: Pointer): void {
    this.library.calls.gss_release_name([0], [name]);
  }

  /** For calls that may ask a KDC: on another thread, and only a few at a time. */
  later(call: Call, ...words: readonly unknown[]): Promise<number> {
    return this.#turns.take(
      () =>
        new Promise((resolve, reject) =>
          call.async(...words, (error: unknown, major: number) =>
            error === null || error === undefined ? resolve(major) : reject(error),
          ),
        ),
    );
  }

  /** Throws GssFailure. What is not an error but a remark (an old or a repeated token) is the caller's to judge. */
  check(major: number, minor: readonly number[]): void {
    if (!isError(major)) return;
    // Kerberos' numbers are negative; as unsigned words they come out of C.
    const code = (minor[0] ?? 0) | 0;
    throw new GssFailure(major, code, this.#words(code));
  }

  /** The bytes of a result, copied; the library's own are released. */
  take(result: { length?: number | bigint; value?: Pointer | null }): Buffer {
    const data = Buffer.alloc(Number(result.length ?? 0));
    if (data.length > 0 && result.value) this.library.copy(data, result.value, data.length);
    if (result.value) this.library.calls.gss_release_buffer([0], result);
    return data;
  }

  #words(code: number): string {
    const words: string[] = [];
    const more = [0];
    do {
      const text = {};
      const { gss_display_status } = this.library.calls;
      if (isError(gss_display_status([0], code >>> 0, MECHANISM_CODE, this.krb5, more, text))) break;
      words.push(this.take(text).toString('utf8').replaceAll('\0', ''));
    } while (more[0] !== 0);
    return words.join(' ') || `Kerberos error ${code}`;
  }
}

export function handleIn(cell: readonly (Pointer | null)[]): Pointer {
  const [handle] = cell;
  if (handle === null || handle === undefined) throw new TypeError('GSSAPI gave no handle');
  return handle;
}

let known: Promise<Gssapi> | undefined;

/** One for the whole program. Rejects with UsageError when this machine lacks something; it is looked for again the next time. */
export function gssapi(): Promise<Gssapi> {
  known ??= openGssapi().then((library) => new Gssapi(library));
  known.catch(() => {
    known = undefined;
  });
  return known;
}
