import type { Advice } from '../../model/remedy.ts';
import { type PathSizes, sizesOf } from './path-sizes.ts';
import {
  ciscoAsa,
  ciscoIos,
  fortigate,
  linksysRv,
  linuxNftables,
  mikrotik,
  pfsense,
  type RouterLines,
  vyos,
  windowsRras,
} from './router-lines.ts';

const untriedDevices: readonly RouterLines[] = [
  ciscoIos,
  ciscoAsa,
  linksysRv,
  mikrotik,
  pfsense,
  vyos,
  fortigate,
  windowsRras,
];

/**
 * What the people of the routers have to do, from the largest packet that crosses: first what it is about, then lines to copy. `side`: what is
 * known of which side has the smaller MTU.
 */
export const routerHint = (mtu: number, peer: string, side = ''): readonly Advice[] => {
  const sizes = sizesOf(mtu);
  const untried = untriedDevices.map((lines) => sayUntried(lines(sizes, peer)));
  return [bothSides(sizes, peer, side), ...untried, linuxNftables(sizes, peer)];
};

/** Whoever gets the lines of one device alone reads it there. */
const sayUntried = (advice: Advice): Advice => ({
  ...advice,
  steps: [
    'Untried: these lines are from general knowledge of such devices. Compare them with the manual of yours before entering them.',
    ...advice.steps,
  ],
});

function bothSides({ mtu, mss, mss6, payload, payload6 }: PathSizes, peer: string, side: string): Advice {
  return {
    title: `The routers at both ends of the way to ${peer}: ${mtu}`,
    steps: [
      `One packet, four numbers: MTU ${mtu}; MSS of TCP ${mss} (IPv6 ${mss6}); ping payload ${payload} (IPv6 ${payload6}). MTU and ping payload are 28 bytes apart (IPv6 48): do not mix them up.`,
      `${side === '' ? '' : `${side} `}Which side of the VPN has the smaller MTU only its routers tell: compare the MTU of the VPN or WAN interface on both. One side has ${mtu}, the other more, and sends packets that cannot pass: lower the larger one to ${mtu}. In the case this is known from, the server's side had 1500 and the client's 1492.`,
      'ICMP type 3 code 4 (IPv6: ICMPv6 type 2) must pass in both directions, on routers and firewalls: with it hosts find the size by themselves.',
      `Where neither can be had, let the router tell TCP to keep its segments at ${mss}. That helps TCP only.`,
    ],
    check: `On a Windows at each end: ping -f -l ${payload} <the other end> succeeds, and with ${payload + 1} it says that the packet needs to be fragmented. A request that times out is still swallowed.`,
    undo: 'Write down the values that stand there before changing them; they are the way back.',
  };
}
