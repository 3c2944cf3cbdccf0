import type { Remedy } from '../../model/remedy.ts';
import { numberOf } from '../vocabulary/number-of.ts';
import { rebootQuestions } from '../vocabulary/reboot-wish.ts';
import { maxUserPort, timedWaitDelay } from '../vocabulary/tcpip-parameters.ts';
import { deadValues, MISSPELT } from './dead-values.ts';
import { judgeDeadKey } from './judge-dead-key.ts';

/** KB2015877's own mistake: a key that nobody reads, where people have written what they wanted elsewhere. */
export const misspeltControlSet: Remedy = {
  name: 'misspelt-control-set',
  title: 'Values written to HKLM\\SYSTEM\\CurrectControlSet, which nothing reads',
  summary:
    'Finds what somebody wrote to the key that KB2015877 names by a slip, moves the wish to the key that Windows reads where this ' +
    'Windows has use for it, and takes the dead values away.',
  appliesTo: 'Every Windows on which somebody followed KB2015877.',
  sources: [
    'Microsoft KB2015877: "HKEY_LOCAL_MACHINE\\System\\CurrectControlSet\\services\\Tcpip\\Parameters", twice',
  ],
  corrections: [
    'CurrectControlSet is a slip for CurrentControlSet. Windows makes the key without a word and never reads it.',
    'MaxUserPort is moved before Windows Vista only; later the dynamic port range takes its place (tcp-port-exhaustion).',
  ],
  reads:
    'Every value below HKLM\\SYSTEM\\CurrectControlSet, and MaxUserPort and TcpTimedWaitDelay where Windows reads them.',
  changes:
    'Removes the two dead values; sets TcpTimedWaitDelay (and MaxUserPort before Vista) in the right key, and restarts Windows.',
  undo: 'Both keys as they were; what was moved is in force until the next restart of Windows.',
  testedOn: ['simulated host', 'PowerShell 7 with Windows faked', 'its .reg pair by hivex'],
  supersededBy: [],
  conflictsWith: ['tcp-timed-wait-delay with another number of seconds than the dead value has'],
  reversible: 'yes',
  restart: 'Windows itself, when a value is moved',
  confidence: 'documented',
  parameters: {
    move: {
      title: '1: what was wanted is set where Windows reads it; 0: the dead values are only taken away',
      type: 'integer',
      default: 1,
      minimum: 0,
      maximum: 1,
      why: 'Whoever wrote them wanted something; whether it is still wanted, only they know.',
    },
  },
  needs: () => ({
    facts: {
      ...rebootQuestions,
      dead: { fact: 'registry-tree', ask: { hive: 'HKLM', key: MISSPELT, view: 64 } },
    },
    resources: [...deadValues, timedWaitDelay, maxUserPort],
  }),
  judge: (evidence) => judgeDeadKey(evidence, numberOf(evidence.parameters, 'move') === 1),
};
