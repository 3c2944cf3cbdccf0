import type { NonFix } from '../../model/causal-chain.ts';
import { adviceFixes, type Cause, noncompliant, remedyFix, seen } from '../cause.ts';

/** Many short connections, none of them anybody's fault. */
export const portsTooFew: Cause = {
  name: 'ports-too-few',
  title: 'Many short connections use the dynamic TCP ports up',
  explains: ['tcp-port-exhaustion', 'tcp-timed-wait-delay'],
  weigh(scene) {
    const judged = noncompliant(scene, 'tcp-port-exhaustion');
    const used = seen(scene, 'ports-used-up').filter(({ host }) => host === scene.host);
    if (!judged || used.length === 0 || seen(scene, 'ports-held').length > 0) return undefined;
    const isPast = judged.reasons.some((reason) => reason.startsWith('At rest when looked at'));
    return {
      confidence: isPast ? 'low' : 'medium',
      because: [
        ...used.map(({ text }) => `${text}.`),
        isPast
          ? 'The range was at rest when looked at: who held it then is not known.'
          : 'No single process holds much of the range.',
      ],
      wouldChange: [
        'A look at the worst hour: setright diagnose then. A program with thousands of connections makes it a leak.',
      ],
      fixes: [
        ...adviceFixes(judged, /Find the program/),
        ...remedyFix(scene, 'tcp-port-exhaustion'),
        ...remedyFix(scene, 'tcp-timed-wait-delay'),
      ],
      nonFixes: judged.changes.some((change) => change.includes('MaxUserPort')) ? [] : [maxUserPort],
    };
  },
};

const maxUserPort: NonFix = {
  what: 'MaxUserPort (KB2015877)',
  why: 'It is for Windows XP and Server 2003; since Windows Vista and Server 2008 the dynamic port range takes its place.',
};
