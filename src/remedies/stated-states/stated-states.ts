import type { Question } from '../../model/fact.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Precondition } from '../../model/precondition.ts';
import type { EffectWish, Evidence, Judgement, Needs, Remedy } from '../../model/remedy.ts';
import type { Resource } from '../../model/resource.ts';
import type { SaidSubject, StatedState } from '../../model/stated-state.ts';
import { foldCase } from '../../model/windows-name.ts';
import { isForUsers, ofEachUser } from '../vocabulary/all-users.ts';
import { readStatedStates } from '../vocabulary/read-stated-states.ts';
import { rebootEvidence, rebootQuestions, rebootWish } from '../vocabulary/reboot-wish.ts';
import { restartWish } from '../vocabulary/restart-wish.ts';
import { type JudgedState, judgeState } from './judge-state.ts';
import { judgeUsers } from './judge-users.ts';

/** States that the user wants and states in the inventory, each with a reason of its own. */
export const statedStates: Remedy = {
  name: 'stated-states',
  title: 'States stated in the inventory',
  summary:
    'Compares registry values, those of every user too, service statuses, start types, dynamic ports and MTUs with what states: in the inventory says, and sets what differs.',
  appliesTo: 'Every host that the inventory states something of.',
  sources: [],
  corrections: [],
  reads: 'The states that the inventory names.',
  changes: 'Those of them that differ, and a restart of the service that one names.',
  undo: 'Each state as it was; an MTU made persistent where none was stays so.',
  testedOn: [
    'simulated host',
    'PowerShell 7 with Windows faked',
    'the Windows build of PowerShell 7 in Wine (registry, services)',
  ],
  supersededBy: [],
  conflictsWith: [],
  reversible: 'yes',
  restart: 'the service that a state names with restart:, Windows for one with reboot:',
  confidence: 'field',
  parameters: {
    states: {
      title: 'the wanted states, from states: of the host and its groups',
      type: 'states',
      why: 'There is no default: nobody but you knows what they are to be.',
    },
  },
  needs(parameters): Needs {
    const states = statesOf(parameters);
    const isReboot = states.some(({ reboot }) => reboot);
    const services = [...servicesToRestart(states).values()];
    const asked = services.map((service): readonly [string, Question] => [
      labelOf(service),
      { fact: 'service', ask: { service } },
    ]);
    return {
      facts: {
        ...Object.fromEntries(asked),
        ...(states.some(({ resource }) => resource.kind === 'interface-mtu')
          ? { interfaces: { fact: 'interfaces', ask: {} } }
          : {}),
        ...(states.some(isForUsers) ? { profiles: { fact: 'profiles', ask: {} } } : {}),
        ...(asked.length > 0 || isReboot ? { cluster: { fact: 'cluster', ask: {} } } : {}),
        ...(isReboot ? rebootQuestions : {}),
      },
      resources: states.flatMap((stated) => (isForUsers(stated) ? [] : [stated.resource as Resource])),
      sensitive: states.some(({ sensitive }) => sensitive),
    };
  },
  resources(parameters, fact) {
    const states = statesOf(parameters).filter(isForUsers);
    return states.flatMap((stated) =>
      ofEachUser(stated, fact('profiles', 'profiles')).flatMap(({ untouched, stated: { resource } }) =>
        untouched === undefined ? [resource] : [],
      ),
    );
  },
  judge(evidence): Judgement {
    const serviceOf = (service: string) => evidence.fact('service', labelOf(service));
    const users = statesOf(evidence.parameters)
      .filter(isForUsers)
      .map((stated) => judgeUsers(stated, evidence));
    const own = statesOf(evidence.parameters)
      .filter((stated): stated is StatedState => !isForUsers(stated))
      .map((stated) => judgeState(stated, evidence, serviceOf));
    const judged = [...own, ...users.flatMap((each) => each.judged)];
    const profiles = users.flatMap((each) => each.answers);
    return {
      verdict: overall(judged),
      reasons: judged.flatMap(({ reasons }) => reasons),
      wishes: judged.flatMap(({ wish }) => wish ?? []),
      ...closedFirst(own),
      effects: [...restarts(own, evidence), ...reboots(own, evidence)],
      advice: [],
      ...(profiles.length > 0 ? { profiles } : {}),
    };
  },
};

/** Checked before by `readParameters`; a remedy that is handed anything else was called wrongly. */
function statesOf(parameters: JsonObject): readonly StatedState<SaidSubject>[] {
  const states = readStatedStates(parameters.states ?? null);
  if ('refused' in states) throw new TypeError(`stated-states: ${states.refused}`);
  return states;
}

function overall(judged: readonly Pick<JudgedState, 'verdict'>[]): Judgement['verdict'] {
  const has = (verdict: JudgedState['verdict']) => judged.some((one) => one.verdict === verdict);
  if (has('unknown')) return 'unknown';
  return has('noncompliant') ? 'noncompliant' : 'compliant';
}

/** One restart for each service, for all the states that wait for it. */
function restarts(judged: readonly JudgedState[], evidence: Evidence): readonly EffectWish[] {
  const waiting = judged.filter(({ waitsForRestart }) => waitsForRestart);
  return [...servicesToRestart(waiting.map(({ stated }) => stated)).values()].flatMap((service) => {
    const fact = evidence.fact('service', labelOf(service));
    if (!fact.known) return [];
    const resources = waiting
      .map(({ stated }) => stated)
      .filter(({ restart }) => restart !== undefined && foldCase(restart) === foldCase(service))
      .map(({ resource }) => resource);
    const what = resources.map((resource) => evidence.describe(resource)).join(', ');
    const reason = `${fact.value.service} reads ${what} only when it starts`;
    return restartWish(fact.value, evidence.fact('cluster', 'cluster'), reason, resources);
  });
}

/** One for all the states that wait for it. */
function reboots(judged: readonly JudgedState[], evidence: Evidence): readonly EffectWish[] {
  const resources = judged
    .filter(({ waitsForReboot }) => waitsForReboot)
    .map(({ stated }) => stated.resource);
  if (resources.length === 0) return [];
  const what = resources.map((resource) => evidence.describe(resource)).join(', ');
  return [rebootWish(rebootEvidence(evidence), `Windows reads ${what} only when it starts`, resources)];
}

/** Programs that must not run while what differs is set. */
function closedFirst(judged: readonly JudgedState[]): Pick<Judgement, 'preconditions'> {
  const preconditions = judged.flatMap(({ stated, wish }): readonly Precondition[] => {
    const { closed, resource, reason } = stated;
    if (!wish || closed === undefined) return [];
    // A user's own hive is read by the programs of that user alone.
    const sid =
      resource.kind === 'registry-value' && resource.hive === 'HKU'
        ? /^S-1-5-21-[\d-]+/i.exec(resource.key)?.[0]
        : undefined;
    const whose = sid === undefined ? {} : { profiles: [sid] };
    return [{ kind: 'application.close', application: closed, ...whose, reason, resources: [resource] }];
  });
  return preconditions.length > 0 ? { preconditions } : {};
}

/** Services named with `restart`, once each however they are spelt. */
const servicesToRestart = (states: readonly StatedState<SaidSubject>[]): ReadonlyMap<string, string> =>
  new Map(states.flatMap(({ restart }) => (restart === undefined ? [] : [[foldCase(restart), restart]])));

const labelOf = (service: string): string => `service ${foldCase(service)}`;
