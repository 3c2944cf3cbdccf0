import { readFileSync } from 'node:fs';
import type { ScriptHashes } from '../../powershell/index.ts';
import type { Terminal } from '../../ui/terminal.ts';

/** `unreleased`: what this checkout sends since the last version. */
export interface PublishedHashes {
  readonly schema: 'setright/script-hashes@1';
  readonly about: string;
  readonly versions: Readonly<Record<string, ScriptHashes>>;
}

/** Two levels up from `src/commands` and from `dist/commands` alike. */
const published = new URL('../../../docs/script-hashes.json', import.meta.url);

export const readPublishedHashes = (): PublishedHashes => JSON.parse(readFileSync(published, 'utf8'));

export async function showPublishedHashes(terminal: Terminal): Promise<number> {
  const { about, versions } = readPublishedHashes();
  terminal.result(
    () => ({ schema: 'setright/explain-hashes@1', versions }),
    () =>
      [
        ...Object.entries(versions).flatMap(([version, hashes]) => [
          terminal.paint('bold', version),
          `  bootstrap     ${hashes.bootstrap}`,
          `  runtime       ${hashes.runtime}`,
          `  export frame  ${hashes.exportFrame}`,
          `  bridge        ${hashes.bridge}`,
        ]),
        '',
        about,
      ].join('\n'),
  );
  return 0;
}
