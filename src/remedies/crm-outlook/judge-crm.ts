import { counted, printable } from '../../model/printable.ts';
import type { Advice, Evidence, Judgement } from '../../model/remedy.ts';
import type { CrmTracesFact, EventTextsFact } from '../../model/signatures.ts';
import { judged } from '../vocabulary/judgement.ts';
import { handlesSighting, signSighting } from './crm-sightings.ts';
import { signatures } from './signatures.ts';

export interface Found {
  readonly title: string;
  readonly points: (typeof signatures)[number]['points'];
  readonly events: number;
  readonly latest: string;
  readonly lines: number;
}

export function judgeCrm(evidence: Evidence, mostHandles: number, hours: number): Judgement {
  const processes = evidence.fact('processes', 'outlook');
  if (!processes.known)
    return judged(
      'unknown',
      `The processes of OUTLOOK.EXE could not be looked at: ${printable(processes.why)}.`,
    );
  const events = evidence.fact('event-texts', 'events');
  if (!events.known)
    return judged('unknown', `The Application log could not be searched: ${printable(events.why)}.`);
  const traces = evidence.fact('crm-traces', 'traces');
  if (!traces.known)
    return judged(
      'unknown',
      `Trace files of the CRM client could not be looked for: ${printable(traces.why)}.`,
    );
  const handles = processes.value.processes.filter((process) => process.handles > mostHandles);
  const found = foundIn(events.value, traces.value);
  const searched = searchedText(events.value, traces.value, hours);
  const signs = found.map(
    ({ title, events: count, latest, lines }) =>
      `${title}: ${counted(count, 'event')}${latest === '' ? '' : ` (the latest at ${latest})`}, ${counted(lines, 'line')} of traces.`,
  );
  const many = handles.map(
    ({ pid, owner, handles: count }) =>
      `OUTLOOK.EXE (process ${pid}${owner === '' ? '' : ` of ${printable(owner)}`}) has ${count} handles, more than ${mostHandles}.`,
  );
  const unread = traces.value.files.filter(({ status }) => status === 'unreadable').length;
  if (signs.length + many.length === 0 && unread > 0)
    return judged('unknown', ...searched, `${counted(unread, 'trace file')} could not be read.`);
  if (signs.length + many.length === 0)
    return judged(
      'compliant',
      ...searched,
      `None of the eight signatures of KB2015877, and no OUTLOOK.EXE with more than ${mostHandles} handles (${processes.value.count} run).`,
    );
  const points = new Set([
    ...found.map((each) => each.points),
    ...(many.length > 0 ? (['memory'] as const) : []),
  ]);
  return {
    ...judged('noncompliant', ...many, ...signs, ...searched),
    sightings: [
      ...handles.map((process) => handlesSighting(process, processes.at)),
      ...found.flatMap((each) => signSighting(each)),
    ],
    advice: [
      ...(points.has('memory') ? [lessMemory] : []),
      ...(points.has('connections') ? [lookAtThePath] : []),
      ...(points.has('account') ? [lookAtTheAccount] : []),
    ],
  };
}

const foundIn = (events: EventTextsFact, traces: CrmTracesFact): readonly Found[] =>
  signatures.flatMap(({ title, points }, index) => {
    const event = events.found[index];
    const lines = traces.files.reduce((sum, { found }) => sum + (found[index] ?? 0), 0);
    const count = event?.count ?? 0;
    return count + lines > 0 ? [{ title, points, events: count, latest: event?.latest ?? '', lines }] : [];
  });

const searchedText = (
  { searched, capped }: EventTextsFact,
  { files }: CrmTracesFact,
  hours: number,
): readonly string[] => [
  `Searched: ${counted(searched, 'event')} of the last ${counted(hours, 'hour')}${capped ? ' (only the newest)' : ''}, the ends of ${counted(files.length, 'trace file')}.`,
];

const lessMemory: Advice = {
  title: 'Outlook runs out of memory: fewer PST files, or the smaller cache',
  steps: [
    'Hold the host to outlook-pst-cache: it counts PST files and sets the smaller cache of Outlook 2003, 2007 and 2010.',
    'Close PST files that nobody needs every day; a 64-bit Outlook does not run out of addresses.',
    'Only for a dump of the exact place: gc-break-on-oom with hours, and a debugger that waits. It cures nothing.',
  ],
  check: 'OUTLOOK.EXE stays below 10,000 handles for a day, and none of these messages follows.',
  undo: 'Nothing was changed.',
};

const lookAtThePath: Advice = {
  title: 'Connections break: look at ports and at the path before anything else',
  steps: [
    'Hold the host to tcp-port-exhaustion: a computer without free ports reaches nobody.',
    'Measure the path to the CRM server; a VPN that swallows large packets looks like this.',
    'Internet Explorer 7 and earlier: wininet-connections.',
  ],
  check: 'The messages stop, and large messages pass.',
  undo: 'Nothing was changed.',
};

const lookAtTheAccount: Advice = {
  title: 'The server refuses: not a matter of memory or of the network',
  steps: [
    'HTTP 401: the account, its password and the time of this computer. Resource not found (301): versions of client and server that do not match.',
    'When memory is short, these follow from it, too: cure that first and look again.',
  ],
  check: 'The user opens the CRM server in a browser, under the same account.',
  undo: 'Nothing was changed.',
};
