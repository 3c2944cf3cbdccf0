/**
 * GSSAPI of this machine (RFC 2744), called through koffi. This is the only file that knows koffi; both are loaded when the first host
 * asks for Kerberos. Structures are written by koffi, for their layout is the platform's.
 */
import type koffi from 'koffi';
import type { TypeObject } from 'koffi';
import { UsageError } from '../../../model/errors.ts';
import { NoTicketError } from '../failures.ts';

type Koffi = typeof koffi;

/** Returns the major status. `async` runs on a thread of libuv's pool; everything it is given must stay in place until it is done. */
export type Call = ((...words: readonly unknown[]) => number) & {
  readonly async: (...words: readonly unknown[]) => void;
};

/** An address in memory that is not JavaScript's. */
export type Pointer = bigint;

type CallName =
  | 'gss_import_name'
  | 'gss_release_name'
  | 'gss_acquire_cred'
  | 'gss_acquire_cred_with_password'
  | 'gss_acquire_cred_from'
  | 'gss_release_cred'
  | 'gss_init_sec_context'
  | 'gss_delete_sec_context'
  | 'gss_wrap'
  | 'gss_unwrap'
  | 'gss_release_buffer'
  | 'gss_display_status';
type StructureName = 'buffer' | 'oid' | 'oidSet' | 'keyValue' | 'keyValues' | 'bindings';

export interface GssapiLibrary {
  readonly name: string;
  readonly calls: Readonly<Record<CallName, Call>>;
  readonly types: Readonly<Record<StructureName, TypeObject>>;
  allocate(bytes: number): Pointer;
  free(at: Pointer): void;
  copy(to: Pointer | Buffer, from: Pointer | Buffer, bytes: number): void;
  /** Writes one structure at its place in an array. */
  write(at: Pointer, index: number, type: TypeObject, value: Readonly<Record<string, unknown>>): void;
  sizeOf(type: TypeObject): number;
}

interface Candidate {
  readonly path: string;
  /** MIT's headers pack structures on a Mac; Apple's do on Intel. */
  readonly isPacked: boolean;
}

/** In the order in which they are tried. What a Mac has has not been tried there. */
function candidates(platform: NodeJS.Platform, arch: string): readonly Candidate[] {
  if (platform !== 'darwin')
    return ['libgssapi_krb5.so.2', 'libgssapi.so.3'].map((path) => ({ path, isPacked: false }));
  const mit = [
    '/opt/homebrew/opt/krb5/lib/libgssapi_krb5.dylib',
    '/usr/local/opt/krb5/lib/libgssapi_krb5.dylib',
  ];
  return [
    ...mit.map((path) => ({ path, isPacked: true })),
    { path: '/System/Library/Frameworks/GSS.framework/GSS', isPacked: arch === 'x64' },
  ];
}

const structures = (
  of: (members: Record<string, string>) => TypeObject,
): Record<StructureName, TypeObject> => ({
  buffer: of({ length: 'size_t', value: 'void *' }),
  oid: of({ length: 'uint32_t', elements: 'void *' }),
  oidSet: of({ count: 'size_t', elements: 'void *' }),
  keyValue: of({ key: 'void *', value: 'void *' }),
  keyValues: of({ count: 'uint32_t', elements: 'void *' }),
  bindings: of({
    initiatorType: 'uint32_t',
    initiatorLength: 'size_t',
    initiator: 'void *',
    acceptorType: 'uint32_t',
    acceptorLength: 'size_t',
    acceptor: 'void *',
    dataLength: 'size_t',
    data: 'void *',
  }),
});

type Words = (string | TypeObject | ReturnType<Koffi['out']>)[];

/** RFC 2744 and MIT's gssapi_ext.h. Inputs are plain pointers: the caller owns what they point to. */
const signatures = (k: Koffi, buffer: TypeObject): Record<CallName, Words> => {
  const [word, pointer] = ['uint32_t', 'void *'];
  const out = (type: string | TypeObject) => k.out(k.pointer(type));
  const inout = (type: string | TypeObject) => k.inout(k.pointer(type));
  const [status, result, handle] = [out(word), out(buffer), inout(pointer)];
  return {
    gss_import_name: [status, pointer, pointer, out(pointer)],
    gss_release_name: [status, handle],
    gss_acquire_cred: [status, pointer, word, pointer, 'int', out(pointer), pointer, pointer],
    gss_acquire_cred_with_password: [
      status,
      pointer,
      pointer,
      word,
      pointer,
      'int',
      out(pointer),
      pointer,
      pointer,
    ],
    gss_acquire_cred_from: [status, pointer, word, pointer, 'int', pointer, out(pointer), pointer, pointer],
    gss_release_cred: [status, handle],
    gss_init_sec_context: [
      ...[status, pointer, handle, pointer, pointer, word, word, pointer, pointer, pointer, result],
      ...[out(word), pointer],
    ],
    gss_delete_sec_context: [status, handle, pointer],
    gss_wrap: [status, pointer, 'int', word, pointer, out('int'), result],
    gss_unwrap: [status, pointer, pointer, result, out('int'), pointer],
    gss_release_buffer: [status, inout(buffer)],
    gss_display_status: [status, word, 'int', pointer, inout(word), result],
  };
};

/** libkrb5 asks DNS and KDCs on the stack that koffi gives it: its own 128 KB are little for that. */
const STACK = 1024 * 1024;

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly koffi: () => Promise<Koffi>;
}

const here: Surroundings = {
  platform: process.platform,
  arch: process.arch,
  koffi: async () => (await import('koffi')).default,
};

/** Rejects with UsageError that says what to install. */
export async function openGssapi({
  platform,
  arch,
  koffi: load,
}: Surroundings = here): Promise<GssapiLibrary> {
  if (platform === 'win32')
    throw new UsageError(
      'Kerberos on a Windows controller goes through PowerShell itself, which knows who is signed in: set native: false of the transport.',
    );
  const k = await load().catch((cause: Error) => {
    throw new UsageError(
      'Kerberos needs the package koffi, which is not there or does not load; npm leaves it out with --omit=optional and on systems ' +
        'that it has no binary for. Run `npm install koffi` beside setright, or set auth to another way to log in.',
      { cause },
    );
  });
  enlargeStacks(k);
  const refusals: Error[] = [];
  for (const candidate of candidates(platform, arch)) {
    try {
      return opened(k, candidate);
    } catch (cause) {
      refusals.push(cause as Error);
    }
  }
  const names = candidates(platform, arch).map(({ path }) => path);
  const install =
    platform === 'darwin'
      ? '`brew install krb5`'
      : '`apt install libgssapi-krb5-2` (Debian, Ubuntu) or `dnf install krb5-libs` (Fedora, RHEL)';
  throw new UsageError(
    `Kerberos needs the GSSAPI library of MIT or Heimdal, and none of ${names.join(', ')} could be used: run ${install}.`,
    { cause: new AggregateError(refusals) },
  );
}

/** What a library without them does not take from us. The tickets of who is signed in are left then. */
const EXTENSIONS: Readonly<Partial<Record<string, string>>> = {
  gss_acquire_cred_from: 'no keytab, and no ccache by its name,',
  gss_acquire_cred_with_password: 'no password',
};

function lacking(path: string, what: string): Call {
  const refuse = () => {
    throw new NoTicketError(
      `${path} takes ${what} from a program`,
      "Log in with kinit and leave the setting out, or install MIT's library beside it.",
    );
  };
  return Object.assign(refuse, { async: refuse });
}

/** Only before the first library: where a program of somebody else has loaded one through koffi, its stacks stay. */
function enlargeStacks(k: Koffi): void {
  if (k.config().async_stack_size === STACK) return;
  try {
    k.config({ async_stack_size: STACK });
  } catch {
    // Most calls take less; the ones that look up a KDC in DNS may not.
  }
}

/** Throws what koffi says when it is not there, or lacks a function that is needed. */
function opened(k: Koffi, { path, isPacked }: Candidate): GssapiLibrary {
  const types = structures((members) => (isPacked ? k.pack(members) : k.struct(members)));
  const library = k.load(path);
  const calls = Object.entries(signatures(k, types.buffer)).map(([name, words]) => {
    const what = EXTENSIONS[name];
    const isThere = what === undefined || has(library, name);
    return [name, isThere ? library.func(name, 'uint32_t', words) : lacking(path, what)];
  });
  const memcpy = k.load(null).func('memcpy', 'void *', ['void *', 'void *', 'size_t']);
  return {
    name: path,
    types,
    calls: Object.fromEntries(calls) as GssapiLibrary['calls'],
    allocate: (bytes) => k.alloc('uint8_t', Math.max(1, bytes)),
    free: (at) => k.free(at),
    copy: (to, from, bytes) => void memcpy(to, from, bytes),
    write: (at, index, type, value) => k.encode(at, index * k.sizeof(type), type, value),
    sizeOf: (type) => k.sizeof(type),
  };
}

function has(library: ReturnType<Koffi['load']>, name: string): boolean {
  try {
    return library.symbol(name) !== null;
  } catch {
    return false;
  }
}
