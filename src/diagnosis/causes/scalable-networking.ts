import { adviceFixes, type Cause, noncompliant, remedyFix, seen } from '../cause.ts';

/** KB842022 on Windows Server 2003 SP2: "if this issue occurs after you install the Scalable Networking Pack". */
export const scalableNetworking: Cause = {
  name: 'scalable-networking',
  title: 'The Scalable Networking Pack of Windows Server 2003 SP2 loses connections (KB936594)',
  explains: ['scalable-networking'],
  weigh(scene) {
    const judged = noncompliant(scene, 'scalable-networking');
    if (!judged) return undefined;
    const felt = [...seen(scene, 'sessions-used-up'), ...seen(scene, 'outlook-reconnects')];
    return {
      confidence: felt.length > 0 ? 'medium' : 'low',
      because: [...judged.reasons, ...felt.map(({ text }) => `${text}.`)],
      wouldChange: [
        'Whether it began with Service Pack 2: events of the same kind from before it speak against this.',
      ],
      fixes: [...remedyFix(scene, 'scalable-networking'), ...adviceFixes(judged, /./)],
      nonFixes: [],
    };
  },
};
