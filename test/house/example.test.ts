import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadInventory } from '../../src/inventory/index.ts';
import { readParameters, remedy } from '../../src/remedies/index.ts';
import { ROOT } from './source-files.ts';

/** The inventory knows nothing of remedies, and they nothing of it: only here do the example and the catalogue meet. */
describe('the example inventory', () => {
  it('holds hosts to remedies that exist, with parameters that they take', async () => {
    const { hosts } = await loadInventory(join(ROOT, 'inventory/example.yaml'));
    const held = hosts.flatMap(({ remedies, source }) =>
      Object.entries(remedies).map(([name, given]) => ({ name, given, source })),
    );
    expect(new Set(held.map(({ name }) => name))).toEqual(
      new Set(['exchange-mapi-sessions', 'stated-states']),
    );
    for (const { name, given, source } of held)
      expect(readParameters(remedy(name), given, source)).toMatchObject(given);
  });
});
