import { readPrelude } from './prelude.ts';
import { LINE_LIMIT } from './request-line.ts';

/** Cuts stdin into the prelude's nonce and then one line after another. */
export interface LineSplitter {
  push(chunk: Buffer): void;
  /** Undefined until the prelude is complete. */
  readonly nonce: string | undefined;
  /** The next whole line, or undefined. One past the limit is given in part: long enough to be refused. */
  next(): string | undefined;
}

export function createLineSplitter(): LineSplitter {
  let text = '';
  let nonce: string | undefined;
  let overlong = false;

  return {
    push(chunk) {
      // Each byte stays itself: what is not ASCII is found out by the reader of requests.
      text += chunk.toString('latin1');
      if (nonce === undefined) {
        const prelude = readPrelude(text);
        if (!prelude) return;
        nonce = prelude.nonce;
        text = prelude.rest;
      }
      if (text.length > LINE_LIMIT && !text.includes('\n')) {
        overlong = true;
        text = text.slice(0, LINE_LIMIT + 1);
      }
    },
    get nonce() {
      return nonce;
    },
    next() {
      const end = nonce === undefined ? -1 : text.indexOf('\n');
      if (end < 0) return undefined;
      const line = overlong ? 'x'.repeat(LINE_LIMIT + 1) : text.slice(0, end).replace(/\r$/, '');
      overlong = false;
      text = text.slice(end + 1);
      return line;
    },
  };
}
