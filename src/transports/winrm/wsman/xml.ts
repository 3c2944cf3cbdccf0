/** The only file that touches saxes: it checks well-formedness and namespaces, and knows no entity but XML's own five. */
import { SaxesParser } from 'saxes';

export interface Element {
  /** Without its prefix: prefixes are the writer's choice, only the namespace counts. */
  readonly name: string;
  readonly namespace: string;
  /** By name without prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  readonly text: string;
}

/** What was sent is no XML that we read: not well-formed, too deep, too many elements, or with a document type. */
export class XmlError extends Error {}

const DEEPEST = 40;
const MOST = 20_000;

interface Growing extends Element {
  readonly children: Growing[];
  text: string;
}

/** The root element. The caller bounds the length. */
export function readXml(text: string): Element {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: Growing[] = [];
  let root: Growing | undefined;
  let count = 0;
  const add = (more: string) => {
    const top = open.at(-1);
    if (top !== undefined) top.text += more;
  };
  parser.on('error', ({ message }) => {
    throw new XmlError(message);
  });
  parser.on('doctype', () => {
    throw new XmlError('it has a document type');
  });
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('opentag', ({ local, uri, attributes }) => {
    count += 1;
    if (count > MOST || open.length >= DEEPEST) throw new XmlError('it is too deep or has too many elements');
    const values = Object.values(attributes).map((each): [string, string] => [each.local, each.value]);
    const element: Growing = {
      name: local,
      namespace: uri,
      attributes: new Map(values),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.write(text).close();
  if (root === undefined) throw new XmlError('it is empty');
  return root;
}

/** Every element of that name below `element`, itself included, in order of the document. */
export const allNamed = (element: Element, namespace: string, name: string): readonly Element[] => [
  ...(element.name === name && element.namespace === namespace ? [element] : []),
  ...element.children.flatMap((child) => allNamed(child, namespace, name)),
];

export const firstNamed = (element: Element, namespace: string, name: string): Element | undefined =>
  allNamed(element, namespace, name)[0];

/** As text of an element or an attribute; what XML 1.0 cannot carry at all is a mistake of the caller. */
export function escapeXml(text: string): string {
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text))
    throw new TypeError('XML cannot carry this character');
  return text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
