import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { Mistake, Position } from './mistake.ts';
import { quoted } from './mistake.ts';
import { syntaxMistake } from './yaml-mistakes.ts';

/** Steps from the top of the file: keys of mappings and indexes of lists. */
export type Path = readonly (string | number)[];

/** A YAML file as data, with the way back from the data to lines and columns. */
export interface YamlSource {
  readonly data: unknown;
  readonly mistakes: readonly Mistake[];
  /** Where the key (of a mapping) or item (of a list) at `path` stands; the nearest that exists above it otherwise. */
  keyAt(path: Path): Position;
  /** Where its value begins. */
  valueAt(path: Path): Position;
}

/** Following one costs a walk through the file, so that many would take minutes. */
const mostAliases = 500;
const tooManyAliases =
  'found too many aliases (*), or aliases that unfold into far too much; say what is shared once, in a group';

/** Pure. Where the text is no YAML at all, `data` is undefined and `mistakes` say why. */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    resolveKnownTags: false,
    logLevel: 'error',
  });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const lineOf = (offset: number) => text.split('\n', lines.linePos(offset).line).at(-1) ?? '';
  let readable = document.errors.length + document.warnings.length === 0;
  const mistakes: Mistake[] = [...document.errors, ...document.warnings].map((error) => ({
    at: position(openQuoteBefore(document, error) ?? error.pos[0]),
    text: syntaxMistake(error.code, error.message, lineOf(error.pos[0])),
  }));

  let aliases = 0;
  visit(document, {
    Map(_key, map) {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key) || !key.range) continue;
        const name = String(key.value);
        const first = seen.get(name);
        if (first === undefined) seen.set(name, key.range[0]);
        else
          mistakes.push({
            at: position(key.range[0]),
            text: `found the key ${quoted(name)} a second time (first on line ${position(first).line}); keep one of them`,
          });
      }
    },
    Scalar(key, scalar) {
      const { value, range } = scalar;
      if (key === 'key' || typeof value !== 'number' || !range) return;
      if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return;
      const text = 'found a number that cannot be kept exactly; write it in quotes, as text';
      mistakes.push({ at: position(range[0]), text });
    },
    Alias(_key, alias) {
      aliases += 1;
      if (!alias.range || aliases > mostAliases) return;
      const source = alias.resolve(document);
      if (source?.range && alias.range[0] >= source.range[2]) return;
      readable = false;
      mistakes.push({
        at: position(alias.range[0]),
        text: source
          ? 'found an alias inside the very thing it stands for'
          : syntaxMistake('BAD_ALIAS', '', ''),
      });
    },
  });

  if (aliases > mostAliases) {
    readable = false;
    mistakes.push({ at: { line: 1, column: 1 }, text: tooManyAliases });
  }

  const indexed = new WeakMap<YAMLMap, Map<string, Pair>>();
  const pairsOf = (map: YAMLMap): Map<string, Pair> => {
    const known = indexed.get(map);
    if (known) return known;
    const pairs = new Map(
      map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])),
    );
    indexed.set(map, pairs);
    return pairs;
  };
  const resolved = (node: unknown): Node | undefined =>
    isAlias(node) ? node.resolve(document) : isNode(node) ? node : undefined;
  const trail = (path: Path): { key: Node | undefined; value: Node | undefined } => {
    let found: { key: Node | undefined; value: Node | undefined } = {
      key: undefined,
      value: document.contents ?? undefined,
    };
    for (const step of path) {
      const container = resolved(found.value);
      if (isMap(container)) {
        const pair = pairsOf(container).get(String(step));
        if (!pair) break;
        const key = isNode(pair.key) ? pair.key : undefined;
        found = { key, value: isNode(pair.value) ? pair.value : key };
      } else if (isSeq(container)) {
        const item = typeof step === 'number' ? container.items[step] : undefined;
        if (!isNode(item)) break;
        found = { key: item, value: item };
      } else break;
    }
    return found;
  };

  let data: unknown;
  if (readable)
    try {
      data = document.toJS();
    } catch {
      // The library's own guard against aliases that multiply. Its text may repeat what stands in the file.
      mistakes.push({ at: { line: 1, column: 1 }, text: tooManyAliases });
    }
  return {
    data,
    mistakes,
    keyAt: (path) => {
      const { key, value } = trail(path);
      return position((key ?? value)?.range?.[0] ?? 0);
    },
    valueAt: (path) => position(trail(path).value?.range?.[0] ?? 0),
  };
}

/** The library misses a quote at the end of the file; whoever forgot it looks where the text begins. */
function openQuoteBefore(document: Document, { code, pos: [end] }: YAMLError): number | undefined {
  let begin: number | undefined;
  if (code === 'MISSING_CHAR')
    visit(document, {
      Scalar(_key, { type, range }) {
        if (type?.startsWith('QUOTE') && range && range[1] >= end) begin = range[0];
      },
    });
  return begin;
}
