import { describe, expect, it } from 'vitest';
import { type PublishedHashes, readPublishedHashes } from '../../src/commands/explain/published-hashes.ts';
import { type ScriptHashes, scriptHashes } from '../../src/powershell/index.ts';
import { readText } from './source-files.ts';

/** What is published of the scripts as they are now: still unreleased, or under the version that the package has. */
const current = ({ versions }: PublishedHashes, version: string): ScriptHashes | undefined =>
  versions.unreleased ?? versions[version];

describe('docs/script-hashes.json', () => {
  const { version } = JSON.parse(readText('package.json'));

  it('has the hashes of the scripts as they are (npm run hashes writes them)', () => {
    expect(current(readPublishedHashes(), version)).toEqual(scriptHashes());
  });

  it('has whole hashes of every version, and is in the package', () => {
    for (const hashes of Object.values(readPublishedHashes().versions))
      for (const name of ['bootstrap', 'runtime', 'exportFrame', 'bridge'] as const)
        expect(hashes[name]).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(readText('package.json')).files).toContain('docs');
    expect(readPublishedHashes().about).toContain('does not lift Constrained Language Mode');
  });

  it('would notice a changed script', () => {
    const hashes = { ...scriptHashes(), runtime: '0'.repeat(64) };
    const stale: PublishedHashes = {
      schema: 'setright/script-hashes@1',
      about: '',
      versions: { unreleased: hashes },
    };
    expect(current(stale, version)).not.toEqual(scriptHashes());
  });
});
