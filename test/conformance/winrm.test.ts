import { cases } from './cases/index.ts';
import { playOverWinrm } from './over-winrm.ts';
import { sampled } from './sampled.ts';
import { simulatedBehind } from './winrm-player.ts';

/** `npm run test:long` plays all of them. */
playOverWinrm('the simulated host', sampled(cases), simulatedBehind);
