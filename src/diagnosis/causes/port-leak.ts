import { adviceFixes, type Cause, noncompliant, seen } from '../cause.ts';

/** One program takes the dynamic ports and does not give them back. */
export const portLeak: Cause = {
  name: 'port-leak',
  title: 'One program holds the TCP ports that all others need',
  explains: ['tcp-port-exhaustion', 'tcp-timed-wait-delay'],
  weigh(scene) {
    const judged = noncompliant(scene, 'tcp-port-exhaustion');
    const held = seen(scene, 'ports-held').filter(({ host }) => host === scene.host);
    if (!judged || held.length === 0) return undefined;
    return {
      confidence: 'high',
      because: [
        ...held.map(({ text }) => `${text}.`),
        ...seen(scene, 'ports-used-up').map(({ text }) => `${text}.`),
      ],
      wouldChange: [
        'A steady count of its connections over a day: then it needs them, and the range is too small.',
      ],
      fixes: adviceFixes(judged, /./),
      nonFixes: [
        {
          what: 'A wider dynamic port range alone',
          why: 'The program fills that, too: it only lasts longer.',
          remedy: 'tcp-port-exhaustion',
        },
        {
          what: 'TcpTimedWaitDelay = 30 (KB2015877)',
          why: 'It shortens TimeWait only; ports that a program holds are in another state.',
          remedy: 'tcp-timed-wait-delay',
        },
      ],
    };
  },
};
