import type { Look, Tone } from './look.ts';
import { columnsOf, wrap } from './wrap.ts';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

const GAP = 2;
/** What the last column, which holds the sentences, keeps at least. */
const ROOM = 28;
/** What it is squeezed to before words of the other columns are broken. */
const SQUEEZED = 16;
/** An ordinary word (not-applicable); a longer one is a name or a path, and may be broken before sentences are. */
const WORD = 16;
const NARROWEST = 6;

/** Columns as wide as what they hold; what does not fit the screen is wrapped inside its column. */
export function table(titles: readonly string[], rows: readonly (readonly Cell[])[], look: Look): string {
  const texts = titles.map((title, column) => [title, ...rows.map((row) => row[column]?.text ?? '')]);
  const widest = (of: (text: string) => number) => texts.map((column) => Math.max(...column.map(of)));
  const widths = fitted(widest(columnsOf), widest(longestWord), look.width);
  const head = titles.map((text): Cell => ({ text, tone: 'bold' }));
  return [head, ...rows].map((row) => drawn(row, widths, look)).join('\n');
}

const longestWord = (text: string): number => Math.max(...text.split(/\s/).map(columnsOf));

/** The last column gives way first, then others down to their words, then the last again, then words are broken. */
function fitted(natural: readonly number[], words: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  const last = widths.length - 1;
  const over = () => widths.reduce((sum, each) => sum + each, GAP * last) - width;
  const squeeze = (column: number, least: number) => {
    const now = widths[column] ?? 0;
    widths[column] = Math.max(Math.min(now, least), now - Math.max(0, over()));
  };
  const squeezeOthers = (least: (column: number) => number) => {
    while (over() > 0) {
      const roomy = widths.slice(0, last).map((now, column) => (now > least(column) ? now : 0));
      const widest = roomy.findIndex((now) => now > 0 && now === Math.max(...roomy));
      if (widest < 0) return;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  };
  squeeze(last, ROOM);
  squeezeOthers((column) => Math.min(WORD, words[column] ?? 0));
  squeeze(last, SQUEEZED);
  squeezeOthers(() => NARROWEST);
  squeeze(last, NARROWEST);
  return widths;
}

function drawn(row: readonly Cell[], widths: readonly number[], { paint }: Look): string {
  const cells = widths.map((width, column) => wrap(row[column]?.text ?? '', width));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((width, column) => {
        const text = cells[column]?.[line] ?? '';
        const tone = row[column]?.tone;
        const painted = tone && text !== '' ? paint(tone, text) : text;
        return column === widths.length - 1 ? painted : painted + ' '.repeat(width - columnsOf(text) + GAP);
      })
      .join('')
      .trimEnd(),
  ).join('\n');
}
