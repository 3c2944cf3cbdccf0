/** Writes `docs/script-hashes.json` anew: node tools/script-hashes.ts [version]. With a version, what is unreleased gets its name. */
import { readFile, writeFile } from 'node:fs/promises';
import type { PublishedHashes } from '../src/commands/explain/published-hashes.ts';
import { scriptHashes } from '../src/powershell/index.ts';

const file = new URL('../docs/script-hashes.json', import.meta.url);
const [version] = process.argv.slice(2);
const { versions, ...rest }: PublishedHashes = JSON.parse(await readFile(file, 'utf8'));
const { unreleased: _, ...released } = versions;
if (version !== undefined && Object.hasOwn(released, version)) {
  process.stderr.write(`${version} is published already; its hashes stay as they are\n`);
  process.exitCode = 1;
} else {
  const published = { ...rest, versions: { [version ?? 'unreleased']: scriptHashes(), ...released } };
  await writeFile(file, `${JSON.stringify(published, null, 2)}\n`);
}
