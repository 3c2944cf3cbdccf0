/**
 * A program of the tests, what an sshd starts in place of a PowerShell: a simulated host on stdin and stdout. Word: its state file. Once the
 * greeting asks for it, what it says goes in small pieces, as `scripts/runtime.ps1` sends it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../../src/model/host.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';

const [state = ''] = process.argv.slice(2);
const host: Host = {
  name: 'played',
  groups: [],
  transport: { type: 'simulated', state },
  variables: {},
  remedies: {},
  source: 'test',
};
const PIECE = 384;
const played = await simulatedTransport.start(host, [], new AbortController().signal);
let isNarrow = false;
process.stdin.on('data', (bytes: Buffer) => {
  isNarrow ||= bytes.includes('"narrow":true');
  played.stdin.write(bytes);
});
process.stdin.on('end', () => played.stdin.end());

for await (const bytes of played.stdout as AsyncIterable<Buffer>)
  for (let at = 0; at < bytes.length; at += isNarrow ? PIECE : bytes.length) {
    process.stdout.write(bytes.subarray(at, at + (isNarrow ? PIECE : bytes.length)));
    if (isNarrow) await sleep(100);
  }
process.exit((await played.ended).exitCode);
