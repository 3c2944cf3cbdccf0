import { describe, expect, it } from 'vitest';
import { factTypes } from '../../src/facts/index.ts';
import { resourceTypes } from '../../src/resources/index.ts';
import { filesBelow, readText } from './source-files.ts';

/** First cells of every row of each table whose first heading is `heading`, one list a table; a cell may name several. */
function firstCells(markdown: string, heading: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n');
  const starts = lines.flatMap((line, at) => (cellsOf(line)[0] === heading ? [at] : []));
  return starts.map((start) => {
    const rows = lines.slice(start + 2);
    const end = rows.findIndex((line) => !line.startsWith('|'));
    return rows.slice(0, end < 0 ? rows.length : end).flatMap((row) => (cellsOf(row)[0] ?? '').split(/,\s*/));
  });
}

const cellsOf = (line: string): readonly string[] =>
  line.startsWith('|')
    ? line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    : [];

/** The members of an interface, read from its text: types leave nothing to ask at run time. */
function membersOf(source: string, name: string): readonly string[] {
  const body = source.split(`export interface ${name} {\n`)[1]?.split('\n}')[0] ?? '';
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map(([, member = '']) => member);
}

/** The literals of a union type. */
function literalsOf(source: string, name: string): readonly string[] {
  const body = source.split(`export type ${name} =`)[1]?.split(';')[0] ?? '';
  return [...body.matchAll(/'([^']+)'/g)].map(([, literal = '']) => literal);
}

const line = readText('src/model/line.ts');
const tables = (heading: string) =>
  filesBelow('docs')
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => firstCells(readText(path), heading));

/** Who writes a third implementation of the line reads docs/, not TypeScript. */
describe('the documents name what the model names', () => {
  const verbs = membersOf(line, 'Requests');

  it.each([
    ['verb', verbs],
    ['fact', Object.keys(factTypes)],
    ['kind', Object.keys(resourceTypes)],
  ])('holds: each table of %ss', (heading, names) => {
    const found = tables(heading);
    expect(found).not.toEqual([]);
    for (const table of found) expect(table.toSorted()).toEqual([...names].sort());
  });

  it('holds: every verb has a reply', () => {
    expect([...membersOf(line, 'Replies')].sort()).toEqual([...verbs].sort());
  });

  it('holds: docs/line.md explains every error code of a host', () => {
    const text = readText('docs/line.md');
    const codes = literalsOf(line, 'HostErrorCode');
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !text.includes(code))).toEqual([]);
  });

  it('holds: docs/host-state.md has everything that a state file may say', () => {
    const types = readText('src/transports/simulated/state/state.ts');
    const names = [...types.matchAll(/^export interface (\w+) {$/gm)].flatMap(([, name = '']) =>
      membersOf(types, name),
    );
    expect(names.length).toBeGreaterThan(100);
    const text = readText('docs/host-state.md');
    expect(names.filter((name) => !new RegExp(`["\`]${name}["\`]`).test(text))).toEqual([]);
  });

  it('catches a verb that one of the two does not have', () => {
    const markdown = '# x\n\n| verb | body |\n|---|---|\n| hello | a |\n| get, set | b |\n\ntext\n';
    expect(firstCells(markdown, 'verb')).toEqual([['hello', 'get', 'set']]);
    expect(
      membersOf(
        'export interface Requests {\n  hello: { a: 1 };\n  /** no: this */\n  bye?: 2;\n}\n',
        'Requests',
      ),
    ).toEqual(['hello', 'bye']);
    expect(literalsOf("export type Code =\n  | 'a'\n  | 'b-c';\nconst d = 'e';", 'Code')).toEqual([
      'a',
      'b-c',
    ]);
    expect(firstCells('no table', 'verb')).toEqual([]);
  });
});
