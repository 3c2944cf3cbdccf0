/** Writes `docs/remedies.md`: npm run remedies */
import { writeFile } from 'node:fs/promises';
import { remedies } from '../src/remedies/index.ts';
import { remediesDocument } from '../src/report/remedies-document.ts';

await writeFile(new URL('../docs/remedies.md', import.meta.url), remediesDocument(remedies));
