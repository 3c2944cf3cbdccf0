/** At most `width` columns a line; breaks at spaces, then behind a backslash, a comma, a slash or an @, and inside a word only when there is no other way. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) lines.push(...wrapParagraph(paragraph, Math.max(1, width)));
  return lines;
}

/** Indented by `indent` columns, lines after the first by `hang` more. */
export function indented(text: string, width: number, indent: number, hang = 0): string {
  const [first = '', ...rest] = wrap(text, width - indent - hang);
  const further = rest.map((line) => `${' '.repeat(indent + hang)}${line}`);
  return [`${' '.repeat(indent)}${first}`, ...further].join('\n');
}

function wrapParagraph(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (columnsOf(joined) <= width) {
      line = joined;
      continue;
    }
    // A bullet alone on its line would belong to nothing.
    const isBullet = /^(-|\d+\.)$/.test(line);
    if (line !== '' && !isBullet) lines.push(line);
    const pieces = pieced(isBullet ? joined : word, width);
    line = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  return [...lines, line];
}

const SEAMS = '\\,/@';

function pieced(word: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = [...word];
  while (columnsOf(rest) > width) {
    const window = rest.slice(0, fitting(rest, width));
    const seam = window.findLastIndex((character) => SEAMS.includes(character)) + 1;
    const cut = seam > window.length / 3 ? seam : window.length;
    pieces.push(rest.slice(0, cut).join(''));
    rest = rest.slice(cut);
  }
  return [...pieces, rest.join('')];
}

/** How many of the characters stand in so many columns; one at least, for a wide one in a single column. */
function fitting(characters: readonly string[], width: number): number {
  let columns = 0;
  const over = characters.findIndex((character) => {
    columns += columnsOf(character);
    return columns > width;
  });
  return Math.max(1, over < 0 ? characters.length : over);
}

/** What a terminal draws over the character before it, and what it draws two columns wide (East Asian scripts, emoji). */
const NARROW_AS_NOTHING = /\p{Mn}|\p{Me}|[\u200b-\u200d]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Columns that a text takes in a terminal. */
export function columnsOf(text: string | readonly string[]): number {
  let columns = 0;
  for (const character of text)
    columns += NARROW_AS_NOTHING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}
