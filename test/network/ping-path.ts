/** A program of the tests, run in a network namespace: the path MTU to a peer as this computer measures it, as JSON. Words: peer, family. */
import { pingPath } from '../../src/ping/index.ts';

const [peer = '', family] = process.argv.slice(2);
const fact = await pingPath(
  peer,
  family === 'IPv6' ? 'IPv6' : 'IPv4',
  new AbortController().signal,
  () => {},
);
process.stdout.write(JSON.stringify(fact));
