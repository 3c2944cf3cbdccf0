import type { Fix } from '../../model/causal-chain.ts';
import { type Cause, seen } from '../cause.ts';

/** Packets are lost whatever their size: another trouble than an MTU, and another cure. */
export const packetLoss: Cause = {
  name: 'packet-loss',
  title: 'Packets are lost on the way, whatever their size',
  explains: [],
  weigh(scene) {
    const lost = seen(scene, 'packets-lost');
    if (lost.length === 0) return undefined;
    const isLinked = scene.links.some(({ from }) => lost.some(({ id }) => id === from));
    return {
      confidence: isLinked ? 'medium' : 'low',
      because: lost.map(({ host, text }) => `Measured${host === '' ? '' : ` from ${host}`}: ${text}.`),
      wouldChange: [
        'The same measurement over a cable, and at night: loss that is gone then is load, or the radio.',
      ],
      fixes: [findTheLossyHop],
      nonFixes: [
        {
          what: 'A smaller MTU, or a clamped MSS',
          why: 'Small packets are lost, too: size is not to blame.',
        },
      ],
    };
  },
};

const findTheLossyHop: Fix = {
  title: 'Find where they are lost',
  advice: {
    title: 'Find where they are lost',
    steps: [
      'pathping <the other end>: the first hop from which on everything loses is the one to look at.',
      'At that hop and at both ends: errors and drops of the interface, speed and duplex the same on both sides of each cable, the load of the line.',
      'Radio, VPN routers at their limit, and offloading drivers lose packets without a word.',
    ],
    check: 'ping -n 200 <the other end> loses none, and event 26 stays away.',
    undo: 'Nothing was changed.',
  },
};
