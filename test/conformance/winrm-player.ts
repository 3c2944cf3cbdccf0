import { Secret } from '../../src/model/secret.ts';
import { bootstrapArguments, prelude } from '../../src/powershell/index.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import { winrmTransport } from '../../src/transports/winrm/index.ts';
import { startFakeWindows } from '../fakes/start-powershell.ts';
import { optionsWith, signal } from '../transports/hosts.ts';
import type { WinrmMode } from '../transports/winrm/modes.ts';
import { shortTimes } from '../transports/winrm/short-times.ts';
import { ann, WinrmServer } from '../transports/winrm/winrm-server.ts';
import type { Player } from './play-case.ts';
import { simulatedHost, simulatedPlayer } from './players.ts';
import { runtime } from './pwsh-player.ts';

const options = optionsWith({ credential: async () => new Secret(ann.password), connectSeconds: 60 });
// An engine that refuses has ended before the prelude arrives: its end is waited for, however slow the machine.
const patient = {
  ...shortTimes,
  operationSeconds: 60,
  leaveSeconds: 30,
  cleanUpSeconds: 30,
  pauseSeconds: 5,
};
const { start } = winrmTransport(options, patient);

/** A case's host behind a WinRM server of its own, which goes with the last line to it. */
const winrmPlayer = (mode: WinrmMode, isReal: boolean): Player => ({
  start: async (stateFile) => {
    const program = async () =>
      isReal
        ? startFakeWindows(stateFile, runtime)
        : simulatedTransport.start(simulatedHost(stateFile), [], signal());
    const server = await WinrmServer.start({ program, ...mode.server() });
    const line = await start(server.host(mode.host), bootstrapArguments(runtime), signal());
    line.ended.then(() => server.stop());
    return line;
  },
  prelude: (nonce) => (isReal ? prelude(nonce, runtime) : simulatedPlayer.prelude(nonce)),
});

export const simulatedBehind = (mode: WinrmMode): Player => winrmPlayer(mode, false);
export const pwshBehind = (mode: WinrmMode): Player => winrmPlayer(mode, true);
