/** Writes `inventory/inventory.schema.json`: npm run schema */
import { readFile, writeFile } from 'node:fs/promises';
import { inventorySchema } from './inventory-schema.ts';

const folder = new URL('../inventory/', import.meta.url);
const { schema, undocumented } = inventorySchema(await readFile(new URL('example.yaml', folder), 'utf8'));
if (undocumented.length > 0) {
  process.stderr.write(
    `inventory/example.yaml shows these without a comment above them: ${undocumented.join(', ')}\n`,
  );
  process.exitCode = 1;
} else await writeFile(new URL('inventory.schema.json', folder), `${JSON.stringify(schema, null, 2)}\n`);
