import type { ClusterFact, Reading, ServiceFact } from '../../model/fact.ts';
import { counted, printable } from '../../model/printable.ts';
import type { EffectWish } from '../../model/remedy.ts';
import type { Resource } from '../../model/resource.ts';
import { sameName } from '../../model/windows-name.ts';

/** The Information Store may take half an hour to write its databases out; any other service gets Windows' usual two minutes. */
const INFORMATION_STORE = 'MSExchangeIS';
const INFORMATION_STORE_SECONDS = 1800;
const OTHER_SECONDS = 120;

/** Services that carry our own line. The host refuses to restart them, and whatever takes them along. */
const OWN_LINE = ['WinRM', 'sshd'];

/** The restart that puts `resources` in force, with everyone who will notice, from what was observed. */
export function restartWish(
  service: ServiceFact,
  cluster: Reading<ClusterFact>,
  reason: string,
  resources: readonly Resource[],
): EffectWish {
  const isStore = sameName(service.service, INFORMATION_STORE);
  const refusal = restartRefusal(service, cluster);
  return {
    kind: 'service.restart',
    target: {
      service: service.service,
      deadlineSeconds: isStore ? INFORMATION_STORE_SECONDS : OTHER_SECONDS,
    },
    reason,
    resources,
    blastRadius: [
      ...(refusal ? [`As it stands the host will refuse this restart: ${refusal}.`] : []),
      ...(isStore
        ? [
            'Every mailbox and public folder store on this server is dismounted: nobody reaches a mailbox here until it runs again.',
          ]
        : []),
      `${named(service)} stops and starts again.`,
      ...dependentLines(service),
    ],
  };
}

/**
 * Why the host would refuse to restart this service (docs/line.md has the rule), or undefined. Start types of dependents are not
 * known here; the host looks at them too.
 */
export function restartRefusal(service: ServiceFact, cluster: Reading<ClusterFact>): string | undefined {
  const taken = [service, ...service.dependents];
  const unsettled = taken.find(({ status }) => status !== 'running' && status !== 'stopped');
  if (unsettled)
    return `${printable(unsettled.service)} is ${printable(unsettled.status)}, neither running nor stopped`;
  if (service.startType === 'disabled')
    return `${printable(service.service)} is disabled and could not be started again`;
  const line = taken.find((one) => OWN_LINE.some((name) => sameName(name, one.service)));
  if (line) return `${printable(line.service)} carries our own line to the host`;
  if (!cluster.known)
    return `whether a cluster owns the service could not be told (${printable(cluster.why)})`;
  const stopped = taken.filter(({ status }) => status === 'running');
  const owner = cluster.value.resources.find((resource) =>
    stopped.some((one) => sameName(one.service, resource.service)),
  );
  if (owner)
    return `the cluster resource "${printable(owner.name)}" owns ${printable(owner.service)}, and would take the stop for a failure`;
  if (cluster.value.dag && cluster.value.maintenance !== 'in')
    return 'the server is a member of a database availability group and is not in maintenance';
  return undefined;
}

/** Whether a value set at `since` (host's clock) waits for the service: it runs, and has not been started later than that. */
export const waitsForStart = (since: string | undefined, service: ServiceFact): boolean =>
  since !== undefined &&
  service.exists &&
  service.status !== 'stopped' &&
  !(Date.parse(service.startedAt) > Date.parse(since));

function dependentLines({ dependents }: ServiceFact): readonly string[] {
  const running = dependents.filter(({ status }) => status === 'running');
  const rest = dependents.length - running.length;
  return [
    ...running.map(
      (dependent) => `${named(dependent)} depends on it: it is stopped before and started again after.`,
    ),
    ...(rest > 0
      ? [`What else depends on it does not run and is left so: ${counted(rest, 'service')}.`]
      : []),
  ];
}

const named = ({
  service,
  displayName,
}: {
  readonly service: string;
  readonly displayName: string;
}): string =>
  displayName === '' || displayName === service
    ? printable(service)
    : `${printable(service)} (${printable(displayName)})`;
