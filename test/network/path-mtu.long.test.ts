import { describe, expect, it } from 'vitest';
import { judgePath, type PathVerdict } from '../../src/model/path-verdict.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { whyNoNamespaces } from './namespaces.ts';
import { probePath } from './probe-path.ts';
import { TwoRouters } from './two-routers.ts';

const why = pwshMissing ? because(pwshMissing) : (whyNoNamespaces('nft', 'ethtool', 'sysctl') ?? '');

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

describe.skipIf(why !== '')(
  `path MTU by a real PowerShell between two routers${why && ` (skipped: ${why})`}`,
  () => {
    it.each(cases)(
      '$name: $verdict',
      ({ spoil, family = 'IPv4', ownMtu = 1500, verdict, crosses, fails }) => {
        const lab = new TwoRouters('path');
        try {
          spoil(lab);
          if (ownMtu !== 1500) lab.spaces.run('a', 'ip', 'link', 'set', 'dev', 'up', 'mtu', String(ownMtu));
          const fact = probePath(lab, family, ownMtu);
          expect(judgePath(fact), JSON.stringify(fact)).toMatchObject({ verdict, crosses, fails });
        } finally {
          lab.remove();
        }
      },
    );
  },
);
