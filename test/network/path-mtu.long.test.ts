import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { PathMtuFact } from '../../src/model/path-mtu.ts';
import { judgePath, type PathVerdict } from '../../src/model/path-verdict.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { whyNoNamespaces } from './namespaces.ts';
import { probePath } from './probe-path.ts';
import { NEAR_ROUTER, NEAR_ROUTER6, PEER, PEER6, TwoRouters } from './two-routers.ts';

const missing = whyNoNamespaces('nft', 'ethtool', 'sysctl', 'ping');
const program = fileURLToPath(new URL('ping-path.ts', import.meta.url));

interface Case {
  readonly name: string;
  readonly spoil: (lab: TwoRouters) => void;
  readonly family?: 'IPv4' | 'IPv6';
  readonly ownMtu?: number;
  readonly verdict: PathVerdict;
  readonly crosses: number | null;
  readonly fails: number | null;
}

const nothing = () => {};
const hole = (lab: TwoRouters) => lab.swallowTooBig();

const cases: readonly Case[] = [
  { name: 'ICMP allowed', spoil: nothing, verdict: 'told', crosses: 1492, fails: 1493 },
  { name: 'black hole', spoil: hole, verdict: 'black-hole', crosses: 1492, fails: 1493 },
  {
    name: 'black hole, MSS clamped: pings are not clamped, and say so',
    spoil: (lab) => {
      hole(lab);
      lab.clamp(1452);
    },
    verdict: 'black-hole',
    crosses: 1492,
    fails: 1493,
  },
  {
    name: 'black hole and loss',
    spoil: (lab) => {
      hole(lab);
      lab.lose(11);
    },
    verdict: 'black-hole',
    crosses: 1492,
    fails: 1493,
  },
  {
    name: 'pings filtered',
    spoil: (lab) => lab.dropPings(),
    verdict: 'filtered',
    crosses: null,
    fails: null,
  },
  {
    name: 'black hole, our own interface at 1492',
    spoil: hole,
    ownMtu: 1492,
    verdict: 'clear',
    crosses: 1492,
    fails: null,
  },
  {
    name: 'black hole over IPv6',
    spoil: hole,
    family: 'IPv6',
    verdict: 'black-hole',
    crosses: 1492,
    fails: 1493,
  },
  { name: 'ICMPv6 allowed', spoil: nothing, family: 'IPv6', verdict: 'told', crosses: null, fails: 1500 },
];

const play = ({ spoil, ownMtu = 1500 }: Case, probe: (lab: TwoRouters) => PathMtuFact): PathMtuFact => {
  const lab = new TwoRouters('path');
  try {
    spoil(lab);
    if (ownMtu !== 1500) lab.spaces.run('a', 'ip', 'link', 'set', 'dev', 'up', 'mtu', String(ownMtu));
    return probe(lab);
  } finally {
    lab.remove();
  }
};

const noPowerShell = pwshMissing ?? missing;
describe.skipIf(noPowerShell)(
  `path MTU by a real PowerShell between two routers${because(noPowerShell)}`,
  () => {
    it.each(cases)('$name: $verdict', (each) => {
      const { family = 'IPv4', ownMtu = 1500, verdict, crosses, fails } = each;
      const fact = play(each, (lab) => probePath(lab, family, ownMtu));
      expect(judgePath(fact), JSON.stringify(fact)).toMatchObject({ verdict, crosses, fails });
    });
  },
);

describe.skipIf(missing)(`path MTU by this computer between two routers${because(missing)}`, () => {
  it.each(cases)('$name: $verdict', (each) => {
    const { family = 'IPv4', ownMtu = 1500, verdict, crosses, fails } = each;
    const [peer, router] = family === 'IPv4' ? [PEER, NEAR_ROUTER] : [PEER6, NEAR_ROUTER6];
    const fact = play(each, (lab) =>
      JSON.parse(lab.spaces.run('a', process.execPath, program, peer, family)),
    );
    const judged = judgePath(fact);
    // Linux and its ping never fragment what they may not, so that a router that speaks is believed to the byte.
    const exactly = verdict === 'told' ? { crosses: 1492, fails: 1493 } : { crosses, fails };
    expect(judged, JSON.stringify(fact)).toMatchObject({ verdict, ...exactly });
    expect(fact).toMatchObject({ peer, address: peer, interfaceMtu: ownMtu });
    if (verdict === 'told') expect(judged.why).toContain(router);
  });
});
