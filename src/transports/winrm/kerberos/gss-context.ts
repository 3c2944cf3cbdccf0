import { AnswerLostError } from '../failures.ts';
import type { Credential } from './credential.ts';
import { GssFailure } from './gssapi.ts';
import type { Pointer } from './gssapi-library.ts';
import { NativeMemory } from './native-memory.ts';

/** GSS_C_MUTUAL_FLAG, REPLAY, SEQUENCE, CONF and INTEG: all of them are asked for and have to be granted. Delegation is not asked for. */
const FLAGS = 2 | 4 | 8 | 16 | 32;
const COMPLETE = 0;

export interface Step {
  /** For the other side; empty when there is nothing to say. */
  readonly token: Buffer;
  /** Both sides know each other. */
  readonly isDone: boolean;
}

/** One login by Kerberos with one service on one connection (RFC 4121), and the keys that came of it. */
export class GssContext {
  readonly #credential: Credential;
  readonly #binding: Buffer | undefined;
  readonly #name: Pointer;
  readonly #handle: (Pointer | null)[] = [null];
  #isBusy = false;
  #isReleased = false;

  /** `principal` is the service; `binding` the data of the channel beneath (RFC 5929). */
  constructor(credential: Credential, principal: string, binding: Buffer | undefined) {
    this.#credential = credential;
    this.#binding = binding;
    this.#name = credential.gss.importName(principal);
  }

  /** The first one asks the KDC for a ticket. Rejects with GssFailure. */
  async step(received?: Buffer): Promise<Step> {
    const { gss, handle } = this.#credential;
    const { calls } = gss.library;
    const memory = new NativeMemory(gss.library);
    const [minor, granted, sent] = [[0], [0], {}];
    const words = [this.#name, gss.krb5, FLAGS, 0, this.#bindings(memory)];
    const token = received === undefined ? null : memory.buffer(received);
    this.#isBusy = true;
    try {
      const cells = [...words, token, null, sent, granted, null];
      const major = await gss.later(calls.gss_init_sec_context, minor, handle, this.#handle, ...cells);
      const answer = gss.take(sent);
      gss.check(major, minor);
      const isDone = major === COMPLETE;
      if (isDone && ((granted[0] ?? 0) & FLAGS) !== FLAGS)
        throw new GssFailure(major, 0, 'the host granted less than a sealed login in which it proves itself');
      return { token: answer, isDone };
    } finally {
      memory.free();
      this.#isBusy = false;
      if (this.#isReleased) this.#free();
    }
  }

  /** A token of RFC 4121, 4.2.6.2. */
  wrap(message: Buffer): Buffer {
    const [minor, sealed, isSealed] = [[0], {}, [0]];
    const { gss } = this.#credential;
    const { gss_wrap } = gss.library.calls;
    const memory = new NativeMemory(gss.library);
    try {
      const major = gss_wrap(minor, this.#open(), 1, 0, memory.buffer(message), isSealed, sealed);
      const token = gss.take(sealed);
      gss.check(major, minor);
      if (isSealed[0] !== 1)
        throw new GssFailure(major, 0, 'the library signed a message and did not seal it');
      return token;
    } finally {
      memory.free();
    }
  }

  /** Throws GssFailure also for a token that comes out of turn, or again, or is only signed. */
  unwrap(token: Buffer): Buffer {
    const [minor, opened, isSealed] = [[0], {}, [0]];
    const { gss } = this.#credential;
    const { gss_unwrap } = gss.library.calls;
    const memory = new NativeMemory(gss.library);
    try {
      const major = gss_unwrap(minor, this.#open(), memory.buffer(token), opened, isSealed, null);
      const message = gss.take(opened);
      gss.check(major, minor);
      if (major !== COMPLETE || isSealed[0] !== 1)
        throw new GssFailure(major, 0, 'a message came out of turn, or unsealed');
      return message;
    } finally {
      memory.free();
    }
  }

  /** May come at any time, also in the middle of a step: the library's memory goes when that has ended. */
  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    if (!this.#isBusy) this.#free();
  }

  #open(): Pointer {
    const [handle] = this.#handle;
    if (this.#isReleased || !handle) throw new AnswerLostError('the connection has ended');
    return handle;
  }

  #free(): void {
    const { gss } = this.#credential;
    if (this.#handle[0]) gss.library.calls.gss_delete_sec_context([0], this.#handle, null);
    gss.releaseName(this.#name);
  }

  #bindings(memory: NativeMemory): Pointer | null {
    if (this.#binding === undefined) return null;
    const none = { initiatorType: 0, initiatorLength: 0, initiator: null };
    const nothing = { acceptorType: 0, acceptorLength: 0, acceptor: null };
    return memory.structs(this.#credential.gss.library.types.bindings, {
      ...none,
      ...nothing,
      dataLength: this.#binding.length,
      data: memory.bytes(this.#binding),
    });
  }
}
