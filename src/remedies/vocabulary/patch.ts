import type { FileVersion, Question } from '../../model/fact.ts';
import type { Patch, Update } from '../../model/patch.ts';
import { printable } from '../../model/printable.ts';
import type { Evidence } from '../../model/remedy.ts';
import { fileText, isAtLeast } from './file-version.ts';

/** Where update.exe, the installer of that time, writes down what it has installed: a key for each, by the service pack that will have it. */
export const updateOf = (product: string, servicePack: string, kb: string): Update => ({
  kb,
  key: `SOFTWARE\\Microsoft\\Updates\\${product}\\${servicePack}\\${kb}`,
});

/** What has to be asked for `readPatch`. */
export const patchQuestions = ({ updates, files }: Patch): Readonly<Record<string, Question>> => ({
  files: { fact: 'file-versions', ask: { paths: files.paths } },
  ...Object.fromEntries(
    updates.map(({ kb, key }): readonly [string, Question] => [
      kb,
      { fact: 'registry-tree', ask: { hive: 'HKLM', key, view: 64 } },
    ]),
  ),
});

type Versioned = Extract<FileVersion, { readonly status: 'present' }>;

/** `old`: the file that is not. Undefined `mended`: it could not be told; `nowhere`: because no such file is there. */
export type PatchFound =
  | { readonly mended: true; readonly why: string }
  | { readonly mended: false; readonly why: string; readonly old: Versioned }
  | { readonly mended: undefined; readonly why: string; readonly nowhere: boolean };

/** `why` is a sentence without its period. */
export function readPatch(evidence: Evidence, { updates, files }: Patch): PatchFound {
  const listed = updates.filter(({ kb }) => isListed(evidence, kb)).map(({ kb }) => kb);
  const reading = evidence.fact('file-versions', 'files');
  const found = reading.known ? reading.value.files : [];
  const versioned = found.flatMap((file) => (file.status === 'present' && file.version !== '' ? [file] : []));
  const old = versioned.find(({ version }) => !isAtLeast(version, files.least));
  if (old) {
    const all = listed.join(', ');
    const despite =
      listed.length === 0
        ? ''
        : `; ${all} is listed as installed, but the file is what runs: it was replaced since, or the update never was`;
    return { mended: false, old, why: `${fileText(old)}, older than ${files.least}${despite}` };
  }
  const untold = found.filter((file) => file.status !== 'absent' && !isVersioned(file));
  const [first] = versioned;
  if (first && untold.length === 0)
    return { mended: true, why: `${fileText(first)}: ${files.least} and later are mended` };
  const nowhere = reading.known && untold.length === 0;
  const away = reading.known
    ? nowhere
      ? `it is in none of these places: ${files.paths.join(', ')}`
      : untold.map(fileText).join('; ')
    : `its files could not be looked at: ${printable(reading.why)}`;
  const [kb] = listed;
  return kb === undefined
    ? { mended: undefined, nowhere, why: `${away}; nor is ${updates.map((one) => one.kb).join(', ')} listed` }
    : { mended: true, why: `${kb} is listed as installed, and that is all there is to go by: ${away}` };
}

const isVersioned = (file: FileVersion): boolean => file.status === 'present' && file.version !== '';

/** What could not be read lists nothing: the file has to say it then. */
function isListed(evidence: Evidence, kb: string): boolean {
  const tree = evidence.fact('registry-tree', kb);
  return tree.known && tree.value.exists;
}
