import { mark } from '../model/line.ts';
import type { ExportFrame, Runtime } from './runtime.ts';

export interface CarriedScript {
  /** What the first lines say: for the person who reviews the file. */
  readonly about: readonly string[];
  readonly runtime: Pick<Runtime, 'text' | 'sha256'>;
  readonly frame: ExportFrame;
  /** The plan of one host, as data. */
  readonly plan: object;
}

/**
 * One .ps1 that carries a plan: the runtime's own bytes, what asks its verbs in the place of a controller, and the plan as data. Pure, and
 * the same bytes for the same plan and version. ASCII; no value of the plan is part of the code.
 */
export function carryingScript({ about, runtime, frame, plan }: CarriedScript): string {
  const head = [
    ...about,
    `runtime SHA-256 ${runtime.sha256}: the lines between ". {" and "}", as every host is sent them`,
    `frame SHA-256 ${frame.sha256}: the parts "export/", before and after`,
    'docs/script-hashes.json of the package has both; the plan is the JSON at the end, and data only.',
  ];
  return [
    ...head.map((line) => `# ${line.replace(/[^\x20-\x7e]/g, '?').slice(0, 200)}`),
    `${frame.head}. {`,
    `${runtime.text}}`,
    `${frame.tail}`,
    '# ---- export/ the plan',
    "$carriedPlan = @'",
    dataText(plan),
    "'@",
    'Invoke-Carried $carriedPlan $MyInvocation.MyCommand.ScriptContents $asked',
    "exit $exported['exit']",
    '',
  ].join('\n');
}

/**
 * JSON over many lines, for people, strings marked as on the line. No character of it could end the here-string that it stands in: what is
 * not printable ASCII, and every quote, backtick and dollar sign of a value, is escaped.
 */
const dataText = (value: object): string =>
  JSON.stringify(mark(value), null, 1).replace(
    /[^\n\x20-\x7e]|['`$]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
