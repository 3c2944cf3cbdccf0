import { fakeRuntime } from '../fakes/start-powershell.ts';
import { behindWinrm } from '../run/behind-winrm.ts';
import type { Lab } from '../run/lab.ts';
import { sshHost } from '../transports/hosts.ts';
import { startSshd } from '../transports/sshd.ts';
import type { WinrmMode } from '../transports/winrm/modes.ts';

/** How a bench reaches its host. */
export interface RealWay {
  readonly transport: 'ssh' | 'winrm';
  /** Puts the host `ex01` of the lab at its other end; what it returns takes that down. */
  open(lab: Lab): Promise<() => Promise<void>>;
}

/** A starting PowerShell may take seconds, and is silent meanwhile. */
const forRealPowerShell = { silenceSeconds: 15, leaseSeconds: 10, pauseSeconds: 0.2 };
const forSimulated = { silenceSeconds: 6, leaseSeconds: 4, pauseSeconds: 0.1 };

const limitLab = (lab: Lab, limits: typeof forSimulated): void => {
  lab.context = { ...lab.context, limits: { ...lab.context.limits, ...limits } };
};

/** A real PowerShell (Windows faked) behind a real sshd. */
export const overSshd: RealWay = {
  transport: 'ssh',
  open: async (lab) => {
    const sshd = await startSshd({ environment: { SETRIGHT_HOST_STATE: lab.path('ex01') } });
    lab.hosts.set('ex01', { ...sshHost(sshd), name: 'ex01' });
    lab.context = { ...lab.context, runtime: fakeRuntime() };
    limitLab(lab, forRealPowerShell);
    return () => sshd.stop();
  },
};

/** A real PowerShell or a simulated host behind the WinRM server of the tests. */
export const overWinrm = (mode: WinrmMode, isReal: boolean): RealWay => ({
  transport: 'winrm',
  open: async (lab) => {
    const server = await behindWinrm(lab, { mode, isReal });
    limitLab(lab, isReal ? forRealPowerShell : forSimulated);
    return () => server.stop();
  },
});
