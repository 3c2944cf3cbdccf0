import type { Fix } from '../../model/causal-chain.ts';
import { adviceFixes, type Cause, seen } from '../cause.ts';
import { isOfItsTime } from '../path-of-its-time.ts';

/** The look-alike of KB2535656: connections are lost again and again, and full packets cross. */
export const idleConnections: Cause = {
  name: 'idle-connections',
  title: 'Something on the way forgets idle connections, or the server ends them (KB2535656)',
  explains: [],
  weigh(scene) {
    const lost = seen(scene, 'outlook-reconnects').filter(({ everySeconds }) => everySeconds !== undefined);
    const cross = seen(scene, 'large-packets-cross').filter((path) =>
      lost.some((felt) => isOfItsTime(path, felt)),
    );
    const others = [...seen(scene, 'large-packets-vanish'), ...seen(scene, 'ports-used-up')];
    if (lost.length === 0 || cross.length === 0 || others.length > 0) return undefined;
    const advised = adviceFixes(scene.judged('vpn-black-hole'), /idle connections/);
    return {
      confidence: 'low',
      because: [
        ...lost.map(({ text }) => `${text}.`),
        ...cross.map(({ text }) => `Size is not to blame: ${text}.`),
      ],
      wouldChange: [
        'A capture taken while it happens: who ends the connection, and after how long without a packet.',
        'A path that swallows in the other direction only: probe from the other side (--peer).',
      ],
      fixes: advised.length > 0 ? advised : [keepAlive],
      nonFixes: [
        {
          what: 'A smaller MTU, or a clamped MSS',
          why: 'Packets of full size cross: nothing is gained by it.',
        },
      ],
    };
  },
};

const keepAlive: Fix = {
  title: 'Keep idle connections alive on the Exchange servers',
  advice: {
    title: 'Keep idle connections alive on the Exchange servers',
    steps: [
      'Look up after how long the firewalls on the way forget an idle connection.',
      'On the Exchange servers a KeepAliveTime below that, 900000 to 1800000 ms: reg add "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters" /v KeepAliveTime /t REG_DWORD /d 900000, then restart Windows.',
      'CIS benchmarks want 300000 at most; that is below every such time, too.',
    ],
    check: 'No event 26 of Outlook for an hour of work.',
    undo: 'reg delete "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters" /v KeepAliveTime /f, or the value that reg add asked to overwrite; restart Windows.',
  },
};
