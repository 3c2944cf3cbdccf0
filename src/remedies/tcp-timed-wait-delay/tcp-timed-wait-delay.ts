import type { Question } from '../../model/fact.ts';
import type { Remedy } from '../../model/remedy.ts';
import { numberOf } from '../vocabulary/number-of.ts';
import { rebootQuestions } from '../vocabulary/reboot-wish.ts';
import { TIMED_WAIT_DEFAULT, timedWaitDelay } from '../vocabulary/tcpip-parameters.ts';
import { judgeDelay } from './judge-delay.ts';

const questions = (hours: number): Readonly<Record<string, Question>> => ({
  ...rebootQuestions,
  connections: { fact: 'connections', ask: {} },
  reuse: { fact: 'events', ask: { log: 'System', provider: 'Tcpip', id: 4227, hours, newest: 1 } },
});

/** KB2015877's second network value: how long a closed connection keeps its port. */
export const tcpTimedWaitDelay: Remedy = {
  name: 'tcp-timed-wait-delay',
  title: 'Closed connections keep their ports too long (TcpTimedWaitDelay)',
  summary:
    'Shortens the time that a closed TCP connection keeps its port, where event 4227 or thousands of connections in TimeWait show ' +
    'that it is too long; mends a value that Windows cannot use.',
  appliesTo: 'Every Windows; 30 to 300 seconds, from 2 seconds on since Windows 8.1 and Server 2012 R2.',
  sources: [
    'Microsoft KB2015877: TcpTimedWaitDelay 30 for Outlook with many PST files',
    'BizTalk Server documentation, "Settings that can be modified to improve network performance": bounds by version',
    'Microsoft Learn, "Troubleshoot port exhaustion issues": event 4227',
  ],
  corrections: [
    'KB2015877 writes the key as CurrectControlSet and the value as TCPTimedWaitDelay: the key decides, the case of the name does not.',
    'Microsoft says 4 minutes in one place and 120 seconds in another for the default; 120 is what is documented with the value.',
    'KB2015877 does not say that Windows reads it only when it starts.',
  ],
  reads:
    'TcpTimedWaitDelay, event 4227 (System, Tcpip), connections in TimeWait, version and last start of Windows.',
  changes: 'TcpTimedWaitDelay, and a restart of Windows.',
  undo: 'The value as it was, or none; in force after the next restart of Windows.',
  testedOn: ['simulated host', 'PowerShell 7 with Windows faked', 'its .reg pair by hivex'],
  supersededBy: [],
  conflictsWith: [],
  reversible: 'yes',
  restart: 'Windows itself',
  confidence: 'documented',
  parameters: {
    seconds: {
      title: 'how long a closed connection keeps its port, in seconds',
      type: 'integer',
      default: 30,
      minimum: 2,
      maximum: 300,
      why: `Windows waits ${TIMED_WAIT_DEFAULT} unless it is told; 30 is the least that every version takes, and no late packet of the old connection is older.`,
    },
    hours: {
      title: 'how far back event 4227 counts, in hours',
      type: 'integer',
      default: 72,
      minimum: 1,
      maximum: 2160,
      why: 'As in tcp-port-exhaustion: three days show a slow leak and a busy Monday.',
    },
  },
  needs: (parameters) => ({
    facts: questions(numberOf(parameters, 'hours')),
    resources: [timedWaitDelay],
  }),
  judge: (evidence) =>
    judgeDelay(evidence, numberOf(evidence.parameters, 'seconds'), numberOf(evidence.parameters, 'hours')),
};
