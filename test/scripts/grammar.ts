import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** PowerShell's grammar in plain Node: the wasm of the package as it is shipped, so nothing is built or fetched. */
const WASM = createRequire(import.meta.url).resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');

await Parser.init();
const parser = new Parser().setLanguage(await Language.load(WASM));

/**
 * The grammar is that of Windows PowerShell: `&&`, `?.`, `??` and `? :` are mistakes or nodes of their own in it. It is stricter than
 * PowerShell in places; our scripts keep to what both take. It cannot prove that a quote does not end early: that is held by ASCII.
 */
export function parse(text: string): Node {
  const tree = parser.parse(text);
  if (!tree) throw new Error('the parser gave nothing');
  return tree.rootNode;
}

export function nodesOf(root: Node): readonly Node[] {
  const nodes: Node[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    nodes.push(node);
    waiting.push(...node.children.toReversed());
  }
  return nodes;
}

/** `line: text` of what is no PowerShell. */
export const mistakesIn = (root: Node): readonly string[] =>
  root.hasError
    ? nodesOf(root)
        .filter((node) => node.isError || node.isMissing)
        .map((node) => `${node.startPosition.row + 1}: ${node.text.slice(0, 80)}`)
    : [];

export interface Command {
  /** '' where it is called by a value: `& $entry`. */
  readonly name: string;
  /** As written, without the dash: names of parameters. */
  readonly parameters: readonly string[];
  readonly line: number;
}

export const commandsOf = (root: Node): readonly Command[] =>
  nodesOf(root)
    .filter(({ type }) => type === 'command')
    .map((command) => ({
      name: command.children.find(({ type }) => type === 'command_name')?.text ?? '',
      parameters: (command.children.find(({ type }) => type === 'command_elements')?.children ?? [])
        .filter(({ type }) => type === 'command_parameter')
        .map(({ text }) => text.replace(/^-|:$/g, '')),
      line: command.startPosition.row + 1,
    }));

/** Functions, by name, with the commands that each calls. */
export const functionsOf = (root: Node): ReadonlyMap<string, readonly string[]> =>
  new Map(
    nodesOf(root)
      .filter(({ type }) => type === 'function_statement')
      .map((node) => [
        node.children.find(({ type }) => type === 'function_name')?.text ?? '',
        commandsOf(node).map(({ name }) => name),
      ]),
  );
