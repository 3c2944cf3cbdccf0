import { StringDecoder } from 'node:string_decoder';
import { shortened } from '../../model/printable.ts';

/** Of one session; as much as of noise on stdout. A host that never ends must not fill the disk of the controller with its log. */
const LOGGED = 64 * 1024;
/** For the message of a line that ended. */
const KEPT = 20_000;

/** What a host says on stderr: its beginning. */
export class HeardStderr {
  readonly #decoder = new StringDecoder('utf8');
  #text = '';
  #logged = 0;

  get text(): string {
    return this.#text;
  }

  /** What of it is for the log, '' when that has had enough. */
  hear(chunk: Buffer): string {
    const text = this.#decoder.write(chunk);
    if (this.#text.length < KEPT) this.#text = shortened(this.#text + text, KEPT);
    const logged = text.slice(0, LOGGED - this.#logged);
    this.#logged += logged.length;
    return logged;
  }
}
