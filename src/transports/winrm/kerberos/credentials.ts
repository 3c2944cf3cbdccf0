import { explained, isPassing } from './causes.ts';
import { Credential } from './credential.ts';
import type { CredentialSource } from './credential-source.ts';
import { GssFailure } from './gssapi.ts';

/**
 * The tickets of a run: fetched when the first host needs them, and once for all hosts that say the same account. A password that the KDC
 * refused is not tried again, for each attempt counts towards the account's lock.
 */
export class Credentials {
  readonly #known = new Map<string, Promise<Credential>>();

  /** Rejects with NoTicketError, or with UsageError when this machine lacks a library. */
  get(source: CredentialSource): Promise<Credential> {
    const key = keyOf(source);
    const found = this.#known.get(key);
    if (found) return found;
    const fetched = Credential.acquire(source);
    const told = fetched.catch((cause: unknown) => {
      if (!(cause instanceof GssFailure)) throw cause;
      if (isPassing(cause)) this.#known.delete(key);
      throw explained(cause, { source, services: [] });
    });
    this.#known.set(key, told);
    return told;
  }

  /** After `stale` has expired: the next who asks fetches anew, and only one does. */
  async forget(source: CredentialSource, stale: Credential): Promise<void> {
    const key = keyOf(source);
    if ((await this.#known.get(key)) === stale) this.#known.delete(key);
  }
}

/** Passwords are compared, not written down: the key stays in this map. */
function keyOf(source: CredentialSource): string {
  if (source.from === 'password')
    return JSON.stringify([source.from, source.principal, source.password.reveal()]);
  const where = source.from === 'keytab' ? source.keytab : (source.ccache ?? '');
  return JSON.stringify([source.from, source.principal, where]);
}
