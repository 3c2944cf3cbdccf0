import { pwshMissing } from '../transports/powershell.ts';
import { cases } from './cases/index.ts';
import { playOverWinrm } from './over-winrm.ts';
import { sampled } from './sampled.ts';
import { playable } from './transcripts.ts';
import { pwshBehind, simulatedBehind } from './winrm-player.ts';

playOverWinrm('the simulated host', cases, simulatedBehind);
playOverWinrm('real PowerShell, Windows faked,', sampled(playable(cases)), pwshBehind, pwshMissing);
