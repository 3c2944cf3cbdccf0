import { requestLine } from '../../../src/model/line.ts';
import { simulatedTransport } from '../../../src/transports/simulated/index.ts';
import { talkTo } from '../../conformance/line-client.ts';
import { simulatedHost } from '../../conformance/players.ts';
import { begin, change, dword, set, value } from '../../conformance/vocabulary.ts';

/** A controller that is killed with a change uncommitted: it never gets to say anything more. */
const c1 = change('c1', value('Dword'), dword(32), dword(64));
const host = await simulatedTransport.start(
  simulatedHost(process.argv[2] ?? ''),
  [],
  new AbortController().signal,
);
const nonce = '0'.repeat(32);
const client = talkTo(host, nonce, `${nonce}\n0\n\n`);
for (const [index, { ask, body }] of [begin('r1', [c1]), set('r1', c1)].entries()) {
  client.send(requestLine(index + 1, ask, body));
  await client.answer();
}
process.kill(process.pid, 'SIGKILL');
