import { printable } from '../model/printable.ts';
import type { Look } from './look.ts';
import type { ShownRequest } from './requests-of-plan.ts';
import { table } from './table.ts';
import { indented } from './wrap.ts';

/** What one host would be sent; where its backup would lie and how it is taken back, when there is anything to change. */
export interface HostExplanation {
  readonly host: string;
  /** The program and its own arguments, before those of every host; a plan does not say, and a simulated host has none. */
  readonly program?: readonly string[] | undefined;
  readonly requests: readonly ShownRequest[];
  readonly changes: boolean;
}

/** What every host is sent, whatever it is asked: the same bytes for a whole version. */
export interface RuntimeExplanation {
  readonly arguments: readonly string[];
  readonly bootstrap: string;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly sha256: string;
  readonly text: string;
}

export function runtimeText(runtime: RuntimeExplanation, withScript: boolean, look: Look): string {
  const { paint } = look;
  return [
    paint('bold', 'Started on every host'),
    `  powershell.exe ${runtime.arguments.join(' ')}`,
    '  (or what the inventory says in the place of powershell.exe)',
    '',
    paint('bold', 'The bootstrap, decoded: reads the runtime from its stdin and runs it'),
    ...runtime.bootstrap
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    '',
    paint(
      'bold',
      'What its stdin begins with: a nonce of this session, the length of the runtime, the runtime',
    ),
    `  (32 hex digits)\\n${runtime.text.length}\\n(the runtime)\\n`,
    '',
    paint('bold', 'The runtime: the same for every host and run of this version'),
    table(
      ['FILE', 'SHA-256'],
      runtime.files.map(({ path, sha256 }) => [{ text: path }, { text: sha256 }]),
      { ...look, width: 200 },
    ),
    '',
    `SHA-256 of the runtime as it is sent: ${runtime.sha256}`,
    ...(withScript ? ['', runtime.text] : ['Its whole text: setright explain --script']),
  ].join('\n');
}

/** Requests as they stand on the line, but readable: without the marks in front of strings. */
export function requestsText(explanations: readonly HostExplanation[], look: Look): string {
  return explanations
    .map(({ host, program, requests, changes }) =>
      [
        look.paint('bold', printable(host)),
        ...(program === undefined
          ? []
          : [`  started as ${printable(program.join(' '))}, with the arguments of every host`]),
        ...(requests.length === 0 ? ['  Nothing is sent: there is nothing to do.'] : []),
        ...requests.map(({ verb, body }) => `  ${verb} ${printable(JSON.stringify(body))}`),
        ...(changes ? wayBack(look) : []),
      ].join('\n'),
    )
    .join('\n\n');
}

const wayBack = (look: Look): readonly string[] =>
  [
    'Backup: the states before are written to the data folder here and to %ProgramData%\\Setright\\(this run) on the host before the first set.',
    'If anything fails, or the line is lost, what still holds our value is set back and read again.',
    'Afterwards: `setright rollback (this run)` takes back what still holds our value. An effect cannot be taken back.',
  ].map((line) => indented(line, look.width, 2, 2));
