import type { Reading, ServiceFact } from '../../model/fact.ts';
import { printable } from '../../model/printable.ts';
import type { Evidence, Wish } from '../../model/remedy.ts';
import { type State, sameState } from '../../model/state.ts';
import type { StatedState } from '../../model/stated-state.ts';
import { waitsForBoot } from '../vocabulary/reboot-wish.ts';
import { waitsForStart } from '../vocabulary/restart-wish.ts';
import { interfaceName } from './interface-name.ts';

/** One stated state against what was read. */
export interface JudgedState {
  readonly stated: StatedState;
  readonly verdict: 'compliant' | 'noncompliant' | 'unknown';
  readonly reasons: readonly string[];
  readonly wish?: Wish;
  /** It is, or will be, set; and not in force until the service it names has been restarted. */
  readonly waitsForRestart: boolean;
  /** The same of Windows as a whole. */
  readonly waitsForReboot: boolean;
}

export function judgeState(
  stated: StatedState,
  evidence: Evidence,
  serviceOf: (service: string) => Reading<ServiceFact>,
): JudgedState {
  const found = evidence.state(stated.resource);
  const name = `${evidence.describe(stated.resource)}${interfaceName(stated.resource, evidence)}`;
  const answer = (verdict: JudgedState['verdict'], reason: string): JudgedState => ({
    stated,
    verdict,
    reasons: [`${name} ${reason}`],
    waitsForRestart: false,
    waitsForReboot: false,
  });
  if (found.status === 'unreadable') return answer('unknown', `could not be read: ${printable(found.why)}`);
  const shown = stated.sensitive
    ? 'not as stated (sensitive, not shown)'
    : evidence.describeState(stated.resource, found);
  if (!isAsWanted(found, stated.want)) {
    const bar = barToSetting(stated, found);
    if (bar) return answer(bar.verdict, `is ${shown}: ${bar.why}`);
    const wish = {
      resource: stated.resource,
      want: stated.want,
      reason: stated.reason,
      sensitive: stated.sensitive,
    };
    const differs = answer(
      'noncompliant',
      `is ${shown}, wanted is ${wanted(stated, evidence)}: ${stated.reason}`,
    );
    return withReboot(withRestart({ ...differs, wish }, true, evidence, serviceOf), true, evidence);
  }
  const asWanted = answer(
    'compliant',
    stated.sensitive ? 'is as stated (sensitive, not shown)' : `is ${shown}, as stated`,
  );
  return withReboot(withRestart(asWanted, false, evidence, serviceOf), false, evidence);
}

/** "Set" is not "in force": says whether the service that the state names has to start anew for it. */
function withRestart(
  judged: JudgedState,
  willBeSet: boolean,
  evidence: Evidence,
  serviceOf: (service: string) => Reading<ServiceFact>,
): JudgedState {
  const { restart, resource } = judged.stated;
  if (restart === undefined) return judged;
  const since = evidence.notInForce(resource);
  if (!willBeSet && since === undefined) return judged;
  const service = serviceOf(restart);
  const add = (reason: string, more: Partial<JudgedState> = {}): JudgedState => ({
    ...judged,
    ...more,
    reasons: [...judged.reasons, reason],
  });
  if (!service.known) {
    const why = `${printable(restart)}, which has to be restarted for it, could not be looked at: ${printable(service.why)}`;
    return add(why, { verdict: 'unknown' });
  }
  if (!service.value.exists)
    return add(`${printable(restart)} does not exist here: nothing has to be restarted`);
  if (service.value.status === 'stopped')
    return add(
      `${service.value.service} is not running and needs no restart: it reads the value when it starts`,
    );
  if (willBeSet) return { ...judged, waitsForRestart: true };
  if (!waitsForStart(since, service.value)) return judged;
  const name = evidence.describe(resource);
  return add(
    `${name} was set at ${since} and is not in force: ${service.value.service} has not been restarted since`,
    {
      verdict: 'noncompliant',
      waitsForRestart: true,
    },
  );
}

/** The same for a value that Windows itself reads when it starts. */
function withReboot(judged: JudgedState, willBeSet: boolean, evidence: Evidence): JudgedState {
  const { reboot, resource } = judged.stated;
  if (!reboot) return judged;
  if (willBeSet) return { ...judged, waitsForReboot: true };
  const since = evidence.notInForce(resource);
  if (since === undefined) return judged;
  const os = evidence.fact('os', 'os');
  const name = evidence.describe(resource);
  const add = (verdict: JudgedState['verdict'], reason: string, waitsForReboot: boolean): JudgedState => ({
    ...judged,
    verdict,
    reasons: [...judged.reasons, reason],
    waitsForReboot,
  });
  if (!os.known || os.value.bootedAt === '')
    return add(
      'unknown',
      `whether Windows was restarted since ${name} was set at ${since} could not be told`,
      false,
    );
  if (!waitsForBoot(since, os.value)) return judged;
  const why = `${name} was set at ${since} and is not in force: Windows has not been restarted since`;
  return add('noncompliant', why, true);
}

/** What setting cannot do: make a service, or take one out of a pause or a pending state. */
function barToSetting(
  { resource, want }: StatedState,
  found: State,
): { readonly verdict: 'noncompliant' | 'unknown'; readonly why: string } | undefined {
  if (['registry-value', 'user-registry-value', 'tcp-port-range'].includes(resource.kind)) return undefined;
  if (resource.kind === 'interface-mtu')
    return found.status === 'absent'
      ? { verdict: 'noncompliant', why: 'look up the index again, or take the state out of the inventory' }
      : undefined;
  if (found.status === 'absent')
    return {
      verdict: 'noncompliant',
      why: 'there is nothing to set; install the service, or take the state out of the inventory',
    };
  if (resource.kind === 'service-start-type' || want.status !== 'present') return undefined;
  const settled = found.status === 'present' && (found.value === 'running' || found.value === 'stopped');
  return settled
    ? undefined
    : { verdict: 'unknown', why: 'it is neither running nor stopped; look again when it is one of them' };
}

/** Any absence answers a wish for absence: whether the key is there too is not what was asked. */
const isAsWanted = (found: State, want: State): boolean =>
  sameState(found, want) || (found.status === 'absent' && want.status === 'absent');

function wanted({ resource, want, sensitive }: StatedState, evidence: Evidence): string {
  if (want.status === 'absent') return 'no value';
  return sensitive ? 'what is stated (not shown)' : evidence.describeState(resource, want);
}
