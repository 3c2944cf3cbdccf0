import type { EventEntry } from '../../../src/transports/simulated/state/state.ts';
import type { Case } from '../case.ts';
import { has, pid, text, time } from '../matchers.ts';
import { ask, known, notKnown, observe } from '../vocabulary.ts';

const event = (at: string, more: Partial<EventEntry> = {}): EventEntry => ({
  log: 'Application',
  provider: 'MSExchangeIS',
  id: 9646,
  at,
  properties: ['/o=corp/cn=user', '32', 'session'],
  message: 'Mapi session exceeded the maximum of 32 objects of type "session".',
  ...more,
});
const which = { log: 'application', provider: 'msexchangeis', id: 9646, hours: 24, newest: 2 };
const shown = ({ at, id, provider, properties, message }: EventEntry) => ({
  at: at.endsWith('Z') ? time : at,
  id,
  provider,
  properties,
  message,
});
const none = { count: 0, capped: false, newest: [] };
const recent = [
  event('2026-01-15T07:00:00Z'),
  event('2026-01-15T07:59:00Z', { properties: ['newest', '', "'; throw '"] }),
  event('2026-01-15T05:00:00Z'),
];
export const factCases: readonly Case[] = [
  {
    name: 'os',
    steps: [
      observe(
        'os',
        {},
        known({
          version: '10.0.17763.5458',
          build: 17763,
          ubr: 5458,
          name: 'Windows Server 2019 Standard',
          installedAt: time,
          server: true,
          bootedAt: time,
        }),
      ),
    ],
  },
  {
    name: 'powershell',
    steps: [
      observe('powershell', {}, known({ version: text, edition: 'Core', languageMode: 'FullLanguage', pid })),
    ],
  },
  {
    name: 'service: spelt as Windows has it, all dependents in the order of a stop',
    steps: [
      observe(
        'service',
        { service: 'rpcss' },
        known(
          has({
            exists: true,
            service: 'RpcSs',
            displayName: 'RpcSs (display)',
            status: 'running',
            startType: 'auto',
            pid: 800,
            startedAt: time,
            dependents: ['MSExchangeFilter', 'MSExchangePop3', 'MSExchangeTransport', 'MSExchangeIS'].map(
              (name) => ({
                service: name,
                displayName: `${name} (display)`,
                status: name === 'MSExchangePop3' ? 'stopped' : 'running',
              }),
            ),
          }),
        ),
      ),
    ],
    writes: 'none',
  },
  {
    name: 'service: one that can be reached on two ways comes before both',
    host: {
      services: [
        { name: 'Left', dependsOn: ['Spooler'] },
        { name: 'right', dependsOn: ['SPOOLER'] },
        { name: 'Far', dependsOn: ['Spooler', 'right'] },
        { name: 'Farthest', dependsOn: ['Far', 'Left'] },
      ],
    },
    steps: [
      observe(
        'service',
        { service: 'Spooler' },
        known(
          has({
            dependents: ['Farthest', 'Far', 'Left', 'right'].map((service) =>
              has({ service, status: 'stopped' }),
            ),
          }),
        ),
      ),
    ],
  },
  {
    name: 'service: one that does not run has no process',
    steps: [
      observe(
        'service',
        { service: 'Off' },
        known(has({ status: 'stopped', pid: 0, startedAt: '', dependents: [] })),
      ),
    ],
  },
  {
    name: 'service: one that does not exist',
    steps: [
      observe(
        'service',
        { service: 'Nobody' },
        known({
          exists: false,
          service: 'Nobody',
          displayName: '',
          status: '',
          startType: '',
          pid: 0,
          startedAt: '',
          dependents: [],
        }),
      ),
    ],
  },
  {
    name: 'events: none is an answer',
    steps: [observe('events', which, known(none))],
    writes: 'none',
  },
  {
    name: 'events: all are counted, the newest shown first, with their insertion strings',
    host: { events: recent },
    steps: [
      observe(
        'events',
        which,
        known({ count: 3, capped: false, newest: [recent[1], recent[0]].map((each) => each && shown(each)) }),
      ),
      observe('events', { ...which, newest: 0 }, known({ count: 3, capped: false, newest: [] })),
      observe(
        'events',
        { ...which, newest: 1 },
        known(has({ count: 3, newest: [recent[1]].map((each) => each && shown(each)) })),
      ),
    ],
  },
  {
    name: 'events: another log, provider or id, and those before the window, do not count',
    host: {
      events: [
        event('2026-01-15T07:00:00Z', { log: 'System' }),
        event('2026-01-15T07:00:00Z', { provider: 'MSExchangeIS Mailbox' }),
        event('2026-01-15T07:00:00Z', { id: 9647 }),
        event('2026-01-13T07:00:00Z'),
        event('2026-01-15T07:00:01Z'),
      ],
    },
    steps: [observe('events', { ...which, hours: 1 }, known(has({ count: 1 })))],
  },
  {
    name: 'events: no more than 10,000 are counted',
    host: {
      events: Array.from({ length: 10_001 }, () =>
        event('2026-01-15T07:00:00Z', { message: '', properties: [] }),
      ),
    },
    steps: [observe('events', { ...which, newest: 1 }, known(has({ count: 10_000, capped: true })))],
  },
  {
    name: 'events: a question that does not say which, or how many, has no answer',
    steps: [
      ...(['log', 'provider'] as const).map((name) => observe('events', { ...which, [name]: 7 }, notKnown)),
      ...(['id', 'hours', 'newest'] as const).map((name) =>
        observe('events', { ...which, [name]: 'many' }, notKnown),
      ),
    ],
  },
  {
    name: 'events: a log that cannot be read is not an empty one',
    host: { events: recent, eventsUnreadable: 'Access is denied' },
    steps: [observe('events', which, notKnown)],
  },
  {
    name: 'one fact that fails does not fail the others; answers come in order',
    host: { eventsUnreadable: 'Access is denied' },
    steps: [
      ask(
        'observe',
        {
          questions: [
            { fact: 'no-such-fact', ask: {} },
            { fact: 'powershell', ask: {} },
            { fact: 'events', ask: which },
            { fact: 'service', ask: {} },
            { fact: 'constructor', ask: {} },
            { fact: 'cluster', ask: {} },
          ],
        },
        {
          reply: {
            facts: [
              notKnown,
              known(has({ pid })),
              notKnown,
              notKnown,
              notKnown,
              known(has({ member: false })),
            ],
          },
        },
      ),
      ask('observe', { questions: [] }, { reply: { facts: [] } }),
    ],
    writes: 'none',
  },
];
