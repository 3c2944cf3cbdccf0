import type { CredentialSource } from './credential-source.ts';
import { type Gssapi, gssapi, handleIn } from './gssapi.ts';
import type { Pointer } from './gssapi-library.ts';
import { NativeMemory } from './native-memory.ts';

const INITIATE = 1;
const NO_LIMIT = 0;

/** Tickets are the library's; they go when nobody holds the credential any more. */
const unheld = new FinalizationRegistry(({ gss, handle }: { gss: Gssapi; handle: Pointer }) =>
  gss.library.calls.gss_release_cred([0], [handle]),
);

/** Who we are, for every login of a run. */
export class Credential {
  readonly gss: Gssapi;
  readonly handle: Pointer;

  private constructor(gss: Gssapi, handle: Pointer) {
    this.gss = gss;
    this.handle = handle;
    unheld.register(this, { gss, handle });
  }

  /** Asks the KDC once for a keytab or a password. Rejects with GssFailure, or with UsageError when this machine lacks a library. */
  static async acquire(source: CredentialSource): Promise<Credential> {
    const gss = await gssapi();
    const { calls, types } = gss.library;
    const memory = new NativeMemory(gss.library);
    const name = source.principal === '' ? null : gss.importName(source.principal);
    const [minor, handle]: [number[], (Pointer | null)[]] = [[0], [null]];
    const store = (values: Readonly<Record<string, string>>): Pointer => {
      const pairs = Object.entries(values).map(([key, value]) => ({
        key: memory.text(key),
        value: memory.text(value),
      }));
      return memory.structs(types.keyValues, {
        count: pairs.length,
        elements: memory.structs(types.keyValue, ...pairs),
      });
    };
    const from = (values: Readonly<Record<string, string>>) =>
      gss.later(
        calls.gss_acquire_cred_from,
        ...[minor, name, NO_LIMIT, gss.onlyKrb5, INITIATE, store(values), handle, null, null],
      );
    const acquired = (): Promise<number> => {
      if (source.from === 'keytab') return from({ client_keytab: source.keytab, ccache: privateCache() });
      if (source.from === 'ccache' && source.ccache !== undefined) return from({ ccache: source.ccache });
      if (source.from === 'ccache')
        return gss.later(
          calls.gss_acquire_cred,
          ...[minor, name, NO_LIMIT, gss.onlyKrb5, INITIATE, handle, null, null],
        );
      const password = Buffer.from(source.password.reveal(), 'utf8');
      const given = memory.buffer(password);
      password.fill(0);
      return gss.later(
        calls.gss_acquire_cred_with_password,
        ...[minor, name, given, NO_LIMIT, gss.onlyKrb5, INITIATE, handle, null, null],
      );
    };
    try {
      gss.check(await acquired(), minor);
      return new Credential(gss, handleIn(handle));
    } finally {
      memory.free();
      if (name !== null) gss.releaseName(name);
    }
  }
}

let caches = 0;

/** In this process' memory, a new one each time. */
function privateCache(): string {
  caches += 1;
  return `MEMORY:setright-${process.pid}-${caches}`;
}
