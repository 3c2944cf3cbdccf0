import type {
  EventsFact,
  Fact,
  FactQuestion,
  OsFact,
  PowerShellFact,
  ServiceFact,
} from '../../../model/fact.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import { sameName } from '../../../model/windows-name.ts';
import { type Session, WindowsRefusal } from '../state/work.ts';
import { clusterFact } from '../windows/cluster.ts';
import { interfacesFact } from '../windows/interfaces.ts';
import { profilesFact } from '../windows/profiles.ts';
import { dependentsOf, findService, hiddenWhy, settleServices } from '../windows/services.ts';
import { connectionsFact } from './connections.ts';
import { fileVersionsFact } from './file-versions.ts';
import { outlookDataFilesFact } from './outlook-data-files.ts';
import { pathMtuFact } from './paths.ts';
import { pendingRebootFact } from './pending-reboot.ts';
import { processMemoryFact } from './process-memory.ts';
import { processesFact } from './processes.ts';
import { registryKeysFact, registryTreeFact } from './registry-below.ts';
import { crmTracesFact, eventTextsFact } from './signature-facts.ts';

type Answer = (session: Session, ask: JsonObject) => unknown;

const EVENTS_COUNTED = 10_000;

const facts: Readonly<Record<string, Answer>> = {
  os: ({ state }): OsFact => {
    const { version, build, ubr, name, server } = state.os;
    const { installedAt } = state.machine;
    return { version, build, ubr, name, installedAt, server, bootedAt: state.bootedAt ?? '' };
  },
  powershell: ({ state, process }): PowerShellFact => ({ ...state.engine, pid: process.pid }),
  service: (session, ask) => serviceFact(session, wordOf(ask, 'service')),
  cluster: ({ state }) => clusterFact(state),
  interfaces: ({ state }) => interfacesFact(state),
  profiles: ({ state }) => profilesFact(state),
  events: eventsFact,
  'path-mtu': ({ state }, ask) => pathMtuFact(state, ask),
  'event-texts': eventTextsFact,
  'crm-traces': crmTracesFact,
  'outlook-data-files': ({ state }) => outlookDataFilesFact(state),
  connections: ({ state }) => connectionsFact(state),
  'file-versions': ({ state }, ask) => fileVersionsFact(state, ask),
  'registry-tree': ({ state }, ask) => registryTreeFact(state, ask),
  'registry-keys': ({ state }, ask) => registryKeysFact(state, ask),
  'pending-reboot': ({ state }) => pendingRebootFact(state),
  'process-memory': (session, ask) => processMemoryFact(session, ask),
  processes: (session, ask) => processesFact(session, wordOf(ask, 'program', 'name')),
};

/** One failing fact is an answer of its own and never fails the request. */
export function observe(session: Session, question: FactQuestion): Fact {
  const at = session.now();
  const answer = Object.hasOwn(facts, question.fact) ? facts[question.fact] : undefined;
  if (!answer) return { known: false, at, why: `This host has no fact named ${question.fact}.` };
  try {
    return { known: true, at, value: answer(session, question.ask) as Json };
  } catch (error) {
    if (error instanceof WindowsRefusal) return { known: false, at, why: error.message };
    throw error;
  }
}

function serviceFact(session: Session, name: string): ServiceFact {
  settleServices(session);
  const service = findService(session.state, name);
  if (!service)
    return {
      exists: false,
      service: name,
      displayName: '',
      status: '',
      startType: '',
      pid: 0,
      startedAt: '',
      dependents: [],
    };
  const hidden = hiddenWhy(service);
  if (hidden) throw new WindowsRefusal(hidden);
  return {
    exists: true,
    service: service.name,
    displayName: service.displayName,
    status: service.status,
    startType: service.startType,
    pid: service.pid,
    startedAt: service.startedAt,
    dependents: dependentsOf(session.state, service.name).map((dependent) => ({
      service: dependent.name,
      displayName: dependent.displayName,
      status: dependent.status,
    })),
  };
}

function eventsFact(session: Session, ask: JsonObject): EventsFact {
  const { state } = session;
  if (state.eventsUnreadable !== undefined) throw new WindowsRefusal(state.eventsUnreadable);
  const [log, provider, id] = [wordOf(ask, 'log'), wordOf(ask, 'provider'), numberOf(ask, 'id')];
  const now = Date.parse(session.now());
  const since = now - numberOf(ask, 'hours') * 3_600_000;
  const matching = state.events
    .filter((event) => sameName(event.log, log) && sameName(event.provider, provider) && event.id === id)
    .filter((event) => Date.parse(event.at) >= since && Date.parse(event.at) <= now)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return {
    count: Math.min(matching.length, EVENTS_COUNTED),
    capped: matching.length > EVENTS_COUNTED,
    newest: matching
      .slice(0, numberOf(ask, 'newest'))
      .map(({ at, id, provider: from, properties, message }) => ({
        at,
        id,
        provider: from,
        properties,
        message,
      })),
  };
}

function wordOf(ask: JsonObject, what: string, name = what): string {
  const word = ask[name];
  if (typeof word !== 'string' || (what !== name && word === ''))
    throw new WindowsRefusal(`the question does not say which ${what}`);
  return word;
}

function numberOf(ask: JsonObject, name: string): number {
  const number = ask[name];
  if (typeof number !== 'number') throw new WindowsRefusal(`the question does not say how many ${name}`);
  return number;
}
