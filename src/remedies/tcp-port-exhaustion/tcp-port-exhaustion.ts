import type { Remedy } from '../../model/remedy.ts';
import { numberOf } from '../vocabulary/number-of.ts';
import { maxUserPort } from '../vocabulary/tcpip-parameters.ts';
import { judgePorts } from './judge-ports.ts';
import { ipv4Range, ipv6Range, questions } from './observed.ts';

const LAST_PORT = 65535;

/** KB2015877's MaxUserPort, and what has taken its place since Windows Vista (KB929851). */
export const tcpPortExhaustion: Remedy = {
  name: 'tcp-port-exhaustion',
  title: 'Outgoing connections fail: no TCP port is left (events 4227 and 4231)',
  summary:
    'Counts TCP connections by state and process, names the process that holds the ports, and only where none does, widens the ' +
    'range that Windows gives out.',
  appliesTo:
    'Windows Vista, Server 2008 and later; Windows XP and Server 2003 from a state file, with MaxUserPort.',
  sources: [
    'Microsoft KB929851: the default dynamic port range for TCP/IP has changed since Windows Vista',
    'Microsoft Learn, "Troubleshoot port exhaustion issues": states, handles, events 4227 and 4231',
    'Microsoft TechNet cc758002: MaxUserPort, 5000 to 65534 (Windows Server 2003)',
    'Microsoft KB2015877: MaxUserPort for Outlook with many PST files',
  ],
  corrections: [
    'KB2015877 writes the key as CurrectControlSet: a value there does nothing. The key is CurrentControlSet.',
    'KB2015877 asks for 65000; the largest value that Windows XP and Server 2003 take is 65534.',
    'KB2015877 does not say that MaxUserPort is replaced since Windows Vista; there it is the dynamic port range that counts.',
  ],
  reads:
    'Events 4227 and 4231 (System, Tcpip), TCP connections by state and process, dynamic port ranges, MaxUserPort.',
  changes: 'Dynamic TCP port range, IPv4 and IPv6; MaxUserPort before Windows Vista.',
  undo: 'The ranges as they were, exactly, at once.',
  testedOn: ['simulated host', 'PowerShell 7 with Windows faked', 'its .reg pair by hivex'],
  supersededBy: [],
  conflictsWith: [],
  reversible: 'yes',
  restart: 'none; on Windows XP and Server 2003 Windows itself',
  confidence: 'documented',
  parameters: {
    start: {
      title: 'the first port of the range',
      type: 'integer',
      default: 10000,
      minimum: 1025,
      maximum: LAST_PORT - 254,
      why: 'Windows takes 1025 at the lowest; below 10000 are many ports that services listen on.',
    },
    number: {
      title: 'how many ports there are',
      type: 'integer',
      default: 55000,
      minimum: 255,
      maximum: LAST_PORT - 1024,
      why: 'Windows has 16384 unless it is told; it takes 255 at least, and the last may be 65535.',
    },
    hours: {
      title: 'how far back events count, in hours',
      type: 'integer',
      default: 72,
      minimum: 1,
      maximum: 2160,
      why: 'Each restart of the program hides a leak; three days show one that grows slowly.',
    },
  },
  needs: (parameters) => ({
    facts: questions(numberOf(parameters, 'hours')),
    resources: [ipv4Range, ipv6Range, maxUserPort],
  }),
  judge: (evidence) =>
    judgePorts(evidence, {
      start: numberOf(evidence.parameters, 'start'),
      number: numberOf(evidence.parameters, 'number'),
      hours: numberOf(evidence.parameters, 'hours'),
    }),
};
