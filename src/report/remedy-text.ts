import type { Parameter, Remedy } from '../model/remedy.ts';
import type { Look } from './look.ts';
import { table } from './table.ts';
import { indented } from './wrap.ts';

export const remediesText = (remedies: readonly Remedy[], look: Look): string =>
  table(
    ['REMEDY', 'WHAT IT IS FOR'],
    remedies.map(({ name, title }) => [{ text: name, tone: 'bold' as const }, { text: title }]),
    look,
  );

const confidences: Readonly<Record<Remedy['confidence'], string>> = {
  documented: 'documented by the vendor',
  field: 'from the field: people report that it works, the vendor does not document it',
  unverified: 'unverified: part of it could not be confirmed',
};

/** Everything a person needs to decide for or against a remedy. */
export function remedyText(remedy: Remedy, look: Look): string {
  const line = (text: string, indent = 2) => indented(text, look.width, indent, 2);
  const listed = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', look.paint('bold', title), ...lines.map((each) => line(each))];
  return [
    look.paint('bold', remedy.name),
    line(remedy.title, 0),
    '',
    line(remedy.summary, 0),
    ...listed('Applies to', [remedy.appliesTo]),
    ...listed('Reads', [remedy.reads]),
    ...listed('Changes', [remedy.changes]),
    ...listed('Restart', [remedy.restart]),
    ...listed('Can be taken back', [`${remedy.reversible}. ${remedy.undo}`]),
    ...listed('Confidence', [confidences[remedy.confidence]]),
    ...listed('Superseded by', remedy.supersededBy),
    ...listed('Conflicts with', remedy.conflictsWith),
    ...(Object.keys(remedy.parameters).length === 0 ? [] : ['', look.paint('bold', 'Parameters')]),
    ...Object.entries(remedy.parameters).flatMap(([name, parameter]) => [
      line(`${name}: ${parameter.title} (${boundsOf(parameter)})`),
      line(parameter.why, 6),
    ]),
    ...listed('Sources', remedy.sources),
    ...listed('Where the sources are wrong or silent', remedy.corrections),
    ...listed('Tested on', remedy.testedOn),
  ].join('\n');
}

const kinds: Readonly<Record<Parameter['type'], string>> = {
  integer: 'whole number',
  text: 'text',
  address: 'name or address',
  states: 'states, stated in the inventory',
};

/** `whole number from 33 to 512, default 64`. */
export function boundsOf({ type, minimum, maximum, among, default: preset }: Parameter): string {
  const kind = among === undefined ? kinds[type] : among.join(' or ');
  const from = minimum === undefined ? '' : ` from ${minimum}`;
  const to = maximum === undefined ? '' : ` to ${maximum}`;
  return `${kind}${from}${to}${preset === undefined ? '' : `, default ${JSON.stringify(preset)}`}`;
}
