import type { HostChange, Speaker } from '../../../model/host-record.ts';
import { isRegWritable, lines, regPath, regText } from '../../../model/reg-file.ts';
import type { Resource } from '../../../model/resource.ts';
import type { HostState } from '../state/state.ts';
import { writeFile } from '../windows/files.ts';

/** UTF-16 that says so, for regedit and for people. */
const BYTE_ORDER_MARK = '\ufeff';

/** What a person on the host needs without Setright. There is no undo.ps1: nothing here could run it. */
export function writeHandFiles(
  state: HostState,
  run: string,
  speaker: Speaker,
  changes: readonly HostChange[],
): void {
  writeFile(state, `${run}\\before.reg`, BYTE_ORDER_MARK + regText(changes));
  writeFile(state, `${run}\\undo.txt`, BYTE_ORDER_MARK + handNote(run, speaker, changes));
}

const handNote = (run: string, { person, controller }: Speaker, changes: readonly HostChange[]): string =>
  lines([
    `Setright, run ${run} of ${person} at ${controller}.`,
    '',
    'To put back what still holds what this run wrote, and nothing else, from an elevated prompt:',
    `powershell -ExecutionPolicy Bypass -File "C:\\ProgramData\\Setright\\${run}\\undo.ps1"`,
    '',
    'before.reg has the registry values of before. An import of it overwrites whoever wrote since, and cannot:',
    ...changes.toReversed().flatMap(cannotImport),
    '- put a value in force that is read only when a service or Windows starts',
    '- write down that this run is undone: only undo.ps1 and setright recover do',
  ]);

function cannotImport({ id, resource, before }: HostChange): readonly string[] {
  if (resource.kind !== 'registry-value')
    return [`- set ${resourceName(resource)} (its state of before is in record.json)`];
  if (!isRegWritable(resource))
    return [`- set the value of change ${id}, whose name has characters that such a file cannot hold`];
  return before.status === 'absent' && before.from !== undefined
    ? [`- remove the key ${regPath(resource, before.from)} once it is empty`]
    : [];
}

const resourceName = ({ kind, ...identity }: Resource): string =>
  [
    kind,
    ...Object.entries(identity)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, member]) => String(member)),
  ].join(' ');
