import type { Look, Tone } from './look.ts';
import { lengthOf, wrap } from './wrap.ts';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

const GAP = 2;
/** What the last column, which holds the sentences, keeps at least. */
const ROOM = 28;
const NARROWEST = 6;

/** Columns as wide as what they hold; what does not fit the screen is wrapped inside its column. */
export function table(titles: readonly string[], rows: readonly (readonly Cell[])[], look: Look): string {
  const widths = fitted(
    titles.map((title, column) =>
      Math.max(lengthOf(title), ...rows.map((row) => lengthOf(row[column]?.text ?? ''))),
    ),
    look.width,
  );
  const head = titles.map((text): Cell => ({ text, tone: 'bold' }));
  return [head, ...rows].map((row) => drawn(row, widths, look)).join('\n');
}

function fitted(natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  const last = widths.length - 1;
  const total = () => widths.reduce((sum, each) => sum + each, GAP * last);
  const over = () => total() - width;
  const keep = Math.min(widths[last] ?? 0, ROOM);
  if (over() > 0) widths[last] = Math.max(keep, (widths[last] ?? 0) - over());
  while (over() > 0) {
    const widest = widths.indexOf(Math.max(...widths.slice(0, last)));
    const at = (widths[widest] ?? 0) > NARROWEST ? widest : last;
    if ((widths[at] ?? 0) <= NARROWEST) break;
    widths[at] = (widths[at] ?? 0) - 1;
  }
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
        return column === widths.length - 1 ? painted : painted + ' '.repeat(width - lengthOf(text) + GAP);
      })
      .join('')
      .trimEnd(),
  ).join('\n');
}
