/** At most `width` characters a line; breaks at spaces, then behind a backslash or comma, and inside a word only when there is no other way. */
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
    if (lengthOf(joined) <= width) {
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

function pieced(word: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = [...word];
  while (rest.length > width) {
    const window = rest.slice(0, width);
    const seam = Math.max(window.lastIndexOf('\\'), window.lastIndexOf(','), window.lastIndexOf('/')) + 1;
    const cut = seam > width / 3 ? seam : width;
    pieces.push(rest.slice(0, cut).join(''));
    rest = rest.slice(cut);
  }
  return [...pieces, rest.join('')];
}

export const lengthOf = (text: string): number => [...text].length;
