import { GarbledError } from '../model/errors.ts';
import { type Frame, PROTOCOL } from '../model/line.ts';
import { parseFrame } from './frame.ts';
import { type Refusal, readRefusal } from './refusal.ts';

export type LineItem =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'refusal'; readonly refusal: Refusal }
  | { readonly kind: 'noise'; readonly text: string };

export interface FrameLimits {
  /** Of one line with its frame. */
  readonly lineBytes: number;
  /** Of noise that is passed on in one session; the rest is dropped. */
  readonly noiseCharacters: number;
}

const FRAME_LIMITS: FrameLimits = { lineBytes: 8 * 1024 * 1024 + 1024, noiseCharacters: 64 * 1024 };

const REFUSAL = /^<<R1:>>(.{1,2000})<<>>$/;

/**
 * Cuts a host's stdout into frames and noise. Bytes may come in any pieces. Throws GarbledError on a line that begins a frame of
 * this session and is none; after that the reader is not used any more.
 */
export class FrameReader {
  readonly #open: string;
  readonly #close: string;
  readonly #limits: FrameLimits;
  #pieces: Buffer[] = [];
  #held = 0;
  /** In a line that is too long to be kept and has shown no frame: everything up to its end is dropped. */
  #skipping = false;
  #noise = 0;
  #heardFrame = false;

  constructor(nonce: string, limits: FrameLimits = FRAME_LIMITS) {
    this.#open = `<<${PROTOCOL}:${nonce}>>`;
    this.#close = `<<${nonce}>>`;
    this.#limits = limits;
  }

  push(chunk: Uint8Array): readonly LineItem[] {
    const items: LineItem[] = [];
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      this.#hold(bytes.subarray(start, end), items);
      this.#endLine(items);
      start = end + 1;
    }
    this.#hold(bytes.subarray(start), items);
    return items;
  }

  /** The stream has ended: what is left is a line that was cut off. */
  end(): readonly LineItem[] {
    const items: LineItem[] = [];
    this.#endLine(items);
    return items;
  }

  #hold(piece: Buffer, items: LineItem[]): void {
    if (piece.length === 0 || this.#skipping) return;
    if (this.#held + piece.length <= this.#limits.lineBytes) {
      this.#pieces.push(piece);
      this.#held += piece.length;
      return;
    }
    const text = this.#takeText();
    if (text.includes(this.#open)) throw new GarbledError('the host sent a frame that is too large');
    this.#passNoise(text, items);
    this.#skipping = true;
  }

  #endLine(items: LineItem[]): void {
    const text = this.#takeText();
    this.#skipping = false;
    if (text !== '') this.#readLine(text.endsWith('\r') ? text.slice(0, -1) : text, items);
  }

  #takeText(): string {
    const text = Buffer.concat(this.#pieces).toString('utf8');
    this.#pieces = [];
    this.#held = 0;
    return text;
  }

  #readLine(line: string, items: LineItem[]): void {
    const refusal = this.#heardFrame ? undefined : readRefusal(REFUSAL.exec(line)?.[1] ?? '');
    if (refusal) {
      this.#heardFrame = true;
      items.push({ kind: 'refusal', refusal });
      return;
    }
    const start = line.indexOf(this.#open);
    if (start < 0) {
      this.#passNoise(line, items);
      return;
    }
    const from = start + this.#open.length;
    const end = line.indexOf(this.#close, from);
    if (end < 0) throw new GarbledError('the host sent a frame that was cut off');
    this.#passNoise(line.slice(0, start), items);
    this.#heardFrame = true;
    items.push({ kind: 'frame', frame: parseFrame(line.slice(from, end)) });
    this.#passNoise(line.slice(end + this.#close.length), items);
  }

  #passNoise(text: string, items: LineItem[]): void {
    const room = this.#limits.noiseCharacters - this.#noise;
    if (text === '' || room <= 0) return;
    this.#noise += text.length;
    items.push({ kind: 'noise', text: text.slice(0, room) });
  }
}
