import { adviceFixes, type Cause, noncompliant, seen } from '../cause.ts';

/** KB898782: each OpenMsgStore of a MAPI program leaks, for want of a mended Emsmdb32.dll. */
export const mapiLeak: Cause = {
  name: 'mapi-leak',
  title: 'Emsmdb32.dll leaks memory in each OpenMsgStore of a MAPI program (KB898782)',
  explains: ['exchange-mapi-leak'],
  weigh(scene) {
    const isGrowing = seen(scene, 'memory-grows').length > 0;
    const asked = scene.judged('exchange-mapi-leak');
    if (isGrowing && asked?.verdict === 'compliant') return { ruledOut: asked.reasons.join(' ') };
    const judged = noncompliant(scene, 'exchange-mapi-leak');
    if (!judged) return undefined;
    return {
      confidence: isGrowing ? 'high' : 'low',
      because: judged.reasons,
      wouldChange: isGrowing
        ? ['Memory that goes on growing with Emsmdb32.dll 6.5.7233.36 or later: then it is another leak.']
        : [
            'The memory of the MAPI program over several looks: name it with --set exchange-mapi-leak.program=FILE.',
          ],
      fixes: adviceFixes(judged, /./),
      nonFixes: [
        {
          what: 'Restarting the Information Store, and nothing else',
          why: 'It frees the memory once; each call leaks again from then on.',
        },
      ],
    };
  },
};
