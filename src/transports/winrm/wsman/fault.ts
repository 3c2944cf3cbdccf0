import { printable, shortened } from '../../../model/printable.ts';
import { Namespace } from './envelope.ts';
import { allNamed, type Element, firstNamed } from './xml.ts';

/** A fault as the host said it, whole: a code that nobody here has heard of is shown with everything that came with it. */
export interface Fault {
  /** WinRM's own (WSManFault), and those that came inside (quotas arrive as a WMI error). */
  readonly codes: readonly number[];
  /** SOAP's and WS-Management's own names for it: `s:Receiver w:InternalError`. */
  readonly kind: string;
  readonly text: string;
}

export const hasCode = (fault: Fault, ...codes: readonly number[]): boolean =>
  fault.codes.some((code) => codes.includes(code));

/** The fault in a message's body; undefined when there is none. */
export function faultIn(envelope: Element): Fault | undefined {
  const fault = firstNamed(envelope, Namespace.soap, 'Fault');
  if (fault === undefined) return undefined;
  const written = [
    ...allNamed(fault, Namespace.fault, 'WSManFault').map(({ attributes }) => attributes.get('Code')),
    // Of whatever provider it is: their namespaces differ, the name of the code does not.
    ...all(fault, 'error_Code').map(({ text }) => text),
  ];
  const codes = written.flatMap((text) => (/^\s*-?\d+\s*$/.test(text ?? '') ? [Number(text) >>> 0] : []));
  const isKind = ({ name }: Element): boolean => name === 'Code';
  return {
    codes: [...new Set(codes)],
    kind: words(fault.children.filter(isKind)),
    text: words(fault.children.filter((child) => !isKind(child))),
  };
}

const all = (element: Element, name: string): readonly Element[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => all(child, name)),
];

const words = (elements: readonly Element[]): string => {
  const text = [...new Set(elements.flatMap(saying))].join(' ');
  return shortened(printable(text), 1_000).replace(/\.$/, '');
};

/** Every text in it, once each. */
function saying(element: Element): readonly string[] {
  const own = element.text.replace(/\s+/g, ' ').trim();
  return [...new Set([...(own === '' ? [] : [own]), ...element.children.flatMap(saying)])];
}
