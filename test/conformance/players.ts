import type { Host } from '../../src/model/host.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import type { Player } from './play-case.ts';

export const simulatedHost = (stateFile: string, name = 'EX01'): Host => ({
  name,
  groups: [],
  transport: { type: 'simulated', state: stateFile },
  variables: {},
  remedies: {},
  source: 'hosts.yaml:1',
});

/** Not a runtime, but as long as it says, in characters and not in bytes, and with line ends in it. */
const pretence = '# \u2019\u{1F600}\r\n# \u00e4\n';

export const simulatedPlayer: Player = {
  start: (stateFile) => simulatedTransport.start(simulatedHost(stateFile), [], new AbortController().signal),
  prelude: (nonce) => `${nonce}\n${pretence.length}\n${pretence}\n`,
};
