import type { EventEntry } from '../../../src/transports/simulated/state/state.ts';
import type { Case } from '../case.ts';
import { ANNA, listed, profiles } from '../user-hosts.ts';
import { known, notKnown, observe } from '../vocabulary.ts';

const event = (at: string, message: string, more: Partial<EventEntry> = {}): EventEntry => ({
  log: 'Application',
  provider: 'MSCRMAddin',
  id: 5900,
  at,
  properties: [],
  message,
  ...more,
});
const signatures = [['HR=0x8007000e', 'CEnableState::Activate'], ['OutOfMemoryException'], ['nothing']];
const FOLDER = 'C:\\Users\\anna\\AppData\\Local\\Microsoft\\MSCRM\\Traces';
const trace = (number: number, text: string, at: string) => ({
  path: `${FOLDER}\\PC1-OUTLOOK-Client-20260115-${number}.log`,
  text,
  at,
});
const userList = [...profiles, listed(ANNA, 'C:\\Users\\anna')];

export const signatureCases: readonly Case[] = [
  {
    name: 'event texts: by all parts of a signature, in message or insertion strings, whoever logged them',
    host: {
      events: [
        event(
          '2026-01-15T07:00:00.000Z',
          'Restart. HR=0x8007000e. Function=CEnableState::Activate. Line=169.',
        ),
        event('2026-01-15T06:00:00.000Z', 'HR=0x8007000e alone'),
        event('2026-01-15T05:00:00.000Z', '', {
          provider: 'Other',
          properties: ['a', 'System.OutOfMemoryException'],
        }),
        event('2026-01-15T04:00:00.000Z', 'System.OutOfMemoryException'),
        event('2026-01-15T07:30:00.000Z', 'OutOfMemoryException', { log: 'System' }),
        event('2026-01-13T07:00:00.000Z', 'OutOfMemoryException'),
        event('2026-01-15T07:00:01.000Z', 'outofmemoryexception'),
      ],
    },
    steps: [
      observe(
        'event-texts',
        { log: 'application', hours: 24, signatures },
        known({
          searched: 5,
          capped: false,
          found: [
            { count: 1, latest: '2026-01-15T07:00:00.000Z' },
            { count: 2, latest: '2026-01-15T05:00:00.000Z' },
            { count: 0, latest: '' },
          ],
        }),
      ),
    ],
    writes: 'none',
  },
  {
    name: 'event texts: a log that cannot be read, and half a question',
    host: { eventsUnreadable: 'Access is denied' },
    steps: [
      observe('event-texts', { log: 'Application', hours: 24, signatures }, notKnown),
      observe('event-texts', { log: 'Application', hours: 24, signatures: [] }, notKnown),
      observe('event-texts', { log: 'Application', hours: 24, signatures: [[]] }, notKnown),
      observe('event-texts', { hours: 24, signatures }, notKnown),
    ],
  },
  {
    name: 'CRM traces: only the ends of files of that name, newest first, counted by line',
    host: {
      registry: userList,
      disk: [
        trace(
          1,
          `OutOfMemoryException early\n${'x'.repeat(2000)}\nOutOfMemoryException\nb\n`,
          '2026-01-15T06:00:00.000Z',
        ),
        trace(
          2,
          'HR=0x8007000e\nCEnableState::Activate\nHR=0x8007000e CEnableState::Activate',
          '2026-01-15T07:00:00.000Z',
        ),
        { ...trace(3, 'OutOfMemoryException', '2026-01-15T05:00:00.000Z'), deny: 'read' },
        { path: `${FOLDER}\\notes.log`, text: 'OutOfMemoryException', at: '2026-01-15T05:00:00.000Z' },
        { path: 'C:\\PC1-OUTLOOK-Client-20260115-1.log', text: 'OutOfMemoryException' },
      ],
    },
    steps: [
      observe(
        'crm-traces',
        { kilobytes: 1, signatures },
        known({
          files: [
            {
              path: trace(2, '', '').path,
              at: '2026-01-15T07:00:00.000Z',
              size: 73,
              status: 'read',
              found: [1, 0, 0],
            },
            {
              path: trace(1, '', '').path,
              at: '2026-01-15T06:00:00.000Z',
              size: 2051,
              status: 'read',
              found: [0, 1, 0],
            },
            {
              path: trace(3, '', '').path,
              at: '2026-01-15T05:00:00.000Z',
              size: 20,
              status: 'unreadable',
              found: [],
            },
          ],
        }),
      ),
      observe('crm-traces', { kilobytes: 0, signatures }, notKnown),
      observe('crm-traces', { kilobytes: 1 }, notKnown),
    ],
    writes: 'none',
  },
];
