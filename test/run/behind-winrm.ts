import type { Host } from '../../src/model/host.ts';
import { Secret } from '../../src/model/secret.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import { winrmTransport } from '../../src/transports/winrm/index.ts';
import type { WinrmTimes } from '../../src/transports/winrm/times.ts';
import { fakeRuntime } from '../fakes/start-powershell.ts';
import { optionsWith, signal } from '../transports/hosts.ts';
import { sealedNtlm, type WinrmMode } from '../transports/winrm/modes.ts';
import { realProgram } from '../transports/winrm/programs.ts';
import { shortTimes } from '../transports/winrm/short-times.ts';
import { ann, WinrmServer, type WinrmServerOptions } from '../transports/winrm/winrm-server.ts';
import type { Lab } from './lab.ts';

export interface BehindWinrm {
  readonly mode?: WinrmMode;
  /** Real PowerShell before a faked Windows in place of the simulated host; both live in the lab's state file. */
  readonly isReal?: boolean;
  readonly server?: Partial<WinrmServerOptions>;
  readonly times?: Partial<WinrmTimes>;
  readonly connectSeconds?: number;
}

/** Puts the host `ex01` of a lab behind a WinRM server, which the caller stops. */
export async function behindWinrm(lab: Lab, wanted: BehindWinrm = {}): Promise<WinrmServer> {
  const { mode = sealedNtlm, isReal = false, connectSeconds = 20 } = wanted;
  const simulated = lab.hosts.get('ex01') as Host;
  const program = isReal
    ? realProgram({ ...process.env, SETRIGHT_HOST_STATE: lab.path('ex01') })
    : () => simulatedTransport.start(simulated, [], signal());
  const server = await WinrmServer.start({ program, ...mode.server(), ...wanted.server });
  const options = optionsWith({ credential: async () => new Secret(ann.password), connectSeconds });
  // The first Send is answered when a real PowerShell has started and reads.
  const patient = isReal ? { operationSeconds: 60, graceSeconds: 60 } : {};
  const winrm = winrmTransport(options, { ...shortTimes, ...patient, ...wanted.times });
  lab.context = {
    ...lab.context,
    ...(isReal ? { runtime: fakeRuntime() } : {}),
    transports: { ...lab.context.transports, winrm },
    limits: { ...lab.context.limits, silenceSeconds: 20 },
  };
  lab.hosts.set('ex01', server.host(mode.host, 'ex01'));
  return server;
}
