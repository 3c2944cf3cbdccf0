/** Records `test/fixtures/captures/` again: the scenes of `test/network/captured-cases.ts`, by tcpdump. Needs Linux and root. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { capturedCases, playCase } from '../test/network/captured-cases.ts';
import { whyNoNamespaces } from '../test/network/namespaces.ts';

const why = whyNoNamespaces('tcpdump', 'nft', 'ethtool', 'ping');
if (why) throw new Error(why);
const folder = fileURLToPath(new URL('../test/fixtures/captures/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const each of capturedCases) {
  await playCase(each, `${folder}${each.name}.pcap`);
  process.stdout.write(`${each.name}\n`);
}
