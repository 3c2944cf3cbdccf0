import type { Swallowed } from './transport.ts';

/**
 * One class per decision that a caller can make. Messages say what, where and the next move; nobody matches on their text.
 * Anything else that is thrown is a bug of ours.
 */
export abstract class ExpectedError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** The person asked for something that cannot be meant: wrong option, wrong file, wrong inventory. Exit code 1. */
export class UsageError extends ExpectedError {}

/** A file of the data folder could not be read or written: the disk of this computer is full, read-only, or not ours. */
export class OwnFileError extends ExpectedError {}

/** No line to the host came about: nothing ran there. */
export class UnreachableError extends ExpectedError {}

/** The other side was there and then nothing came by any more, before anything was asked of it: large packets may be swallowed on the way. */
export class StalledError extends UnreachableError {
  readonly swallowed: Swallowed;

  constructor(message: string, swallowed: Swallowed) {
    super(message);
    this.swallowed = swallowed;
  }
}

/** There was a line and it ended, or went silent, before the answer: the outcome is not known. */
export class LineLostError extends ExpectedError {}

/** The host answered that it cannot be served (version, language mode, a script that something blocks). Nothing ran there. */
export class NotServedError extends ExpectedError {
  readonly refused: 'version' | 'language-mode' | 'script';

  constructor(refused: NotServedError['refused'], message: string) {
    super(message);
    this.refused = refused;
  }
}

/** What came back breaks the protocol: too large, garbled, out of turn. The line is no longer used. */
export class GarbledError extends ExpectedError {}

/** Text did not come back as it was sent: a code page, a wrapper or a filter converts it. */
export class TextChangedError extends GarbledError {}

/** The host understood and said no; `code` is the protocol's, `data` what it added. */
export class HostError extends ExpectedError {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    data: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}

/** Nothing was written because something did not hold: another machine, a drifted state, a lock. */
export class RefusedError extends ExpectedError {}

/** Something was asked of the host that could change it, and what became of it was not heard. A person or the next contact is needed. */
export class UnfinishedError extends ExpectedError {}

/** Nothing was written: a program that has to be closed first runs, and only who uses it closes it. */
export class WaitsError extends ExpectedError {}
