import { createHmac, randomBytes } from 'node:crypto';
import { countsTowardsLock, explained } from './causes.ts';
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
    const inWords = fetched.catch((cause: unknown) => {
      const isGss = cause instanceof GssFailure;
      if (!isGss || !countsTowardsLock(cause)) this.#known.delete(key);
      throw isGss ? explained(cause, { source, services: [] }) : cause;
    });
    this.#known.set(key, inWords);
    return inWords;
  }

  /** After `stale` has expired: the next who asks fetches anew, and only one does. */
  async forget(source: CredentialSource, stale: Credential): Promise<void> {
    const key = keyOf(source);
    if ((await this.#known.get(key)) === stale) this.#known.delete(key);
  }
}

/** Passwords are told apart by a digest with this, so that no copy of one lies in a map. */
const ofThisProcess = randomBytes(32);

function keyOf(source: CredentialSource): string {
  if (source.from === 'password') {
    const digest = createHmac('sha256', ofThisProcess).update(source.password.reveal()).digest('base64');
    return JSON.stringify([source.from, source.principal, digest]);
  }
  const where = source.from === 'keytab' ? source.keytab : (source.ccache ?? '');
  return JSON.stringify([source.from, source.principal, where]);
}
