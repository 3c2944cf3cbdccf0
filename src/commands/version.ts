import { readFileSync } from 'node:fs';

/** Two levels up from `src/commands` and from `dist/commands` alike. */
const manifest = new URL('../../package.json', import.meta.url);

export const readVersion = (): string =>
  (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
