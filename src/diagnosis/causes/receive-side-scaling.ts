import { adviceFixes, type Cause, seen } from '../cause.ts';

/** KB936594 followed on a Windows that it is not for: it cures nothing there, and one processor core then serves all of the network. */
export const receiveSideScaling: Cause = {
  name: 'receive-side-scaling',
  title: 'Receive-side scaling is switched off: one processor core serves all of the network',
  explains: [],
  weigh(scene) {
    const judged = scene.judged('scalable-networking');
    if (!judged || judged.harm.length === 0) return undefined;
    const felt = [...seen(scene, 'outlook-reconnects'), ...seen(scene, 'packets-lost')];
    return {
      confidence: 'low',
      because: [
        ...judged.harm,
        ...(felt.length > 0
          ? ['Whether it has to do with what was seen here nothing tells: it harms under load.']
          : []),
      ],
      wouldChange: [
        'Processor 0 in the worst hour: near 100 % of interrupt time while the others rest makes it likely, rest on all of them rules it out.',
      ],
      fixes: adviceFixes(judged, /./),
      nonFixes: [
        {
          what: 'EnableTCPChimney, EnableRSS, EnableTCPA = 0 (KB936594)',
          why: 'That is for Windows Server 2003 SP2; on this Windows it is what does the harm.',
          remedy: 'scalable-networking',
        },
      ],
    };
  },
};
