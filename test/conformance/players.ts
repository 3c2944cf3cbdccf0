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

/** Not a runtime, but as long as it says, and with line ends in it. */
const pretence = '# nothing\r\n\n# at all\n';

export const simulatedPlayer: Player = {
  start: (stateFile) => simulatedTransport.start(simulatedHost(stateFile), [], new AbortController().signal),
  prelude: (nonce) => `${nonce}\n${pretence.length}\n${pretence}\n`,
};
