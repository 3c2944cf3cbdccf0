import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { routerHint } from '../../src/remedies/vpn-black-hole/router-hint.ts';
import { heard, whyNoNamespaces } from './namespaces.ts';
import { PEER, PEER6, TwoRouters } from './two-routers.ts';

const why = whyNoNamespaces('nft', 'ethtool', 'sysctl', 'sh');
const program = fileURLToPath(new URL('send-bytes.ts', import.meta.url));
const PORT = 7778;
const BYTES = 200_000;

const lines = routerHint(1492, PEER).find(({ title }) => title === 'Linux with nftables');

describe.skipIf(why !== undefined)(
  `the router hint on real routers${why ? ` (skipped: ${why})` : ''}`,
  () => {
    it.each([
      ['IPv4', PEER],
      ['IPv6', PEER6],
    ])(
      'makes a stalled transfer of 200 KB pass over %s, and its way back stalls it again',
      async (_, peer) => {
        const lab = new TwoRouters('hint');
        const transfer = (seconds: number) => {
          lab.forget();
          return lab.spaces
            .try('a', process.execPath, program, 'send', peer, `${PORT}`, `${BYTES}`, `${seconds}`)
            .stdout.trim();
        };
        const type = (line: string) => {
          for (const router of ['r1', 'r2']) lab.spaces.run(router, 'sh', '-c', line);
        };
        try {
          lab.swallowTooBig();
          const server = lab.spaces.start('b', process.execPath, program, 'listen', `${PORT}`);
          await heard(server, 'stdout', 'ready');
          expect(transfer(5)).toBe('stalled');
          const copied = (lines?.steps ?? []).filter((line) => line.startsWith('nft '));
          expect(copied).toHaveLength(4);
          for (const line of copied) type(line);
          expect(transfer(60)).toBe(`took ${BYTES}`);
          type(lines?.undo ?? '');
          expect(transfer(5)).toBe('stalled');
        } finally {
          lab.remove();
        }
      },
    );
  },
);
