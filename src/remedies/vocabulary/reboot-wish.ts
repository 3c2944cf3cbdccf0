import type {
  ClusterFact,
  OsFact,
  PendingRebootFact,
  ProcessesFact,
  Question,
  Reading,
} from '../../model/fact.ts';
import { pendingRebootLines } from '../../model/pending-reboot.ts';
import { printable } from '../../model/printable.ts';
import type { EffectWish, Evidence } from '../../model/remedy.ts';
import type { Resource } from '../../model/resource.ts';

/** Time to read that it will happen, and to save; our line ends long before. */
const DELAY_SECONDS = 60;

/** What a remedy has to know before it names a reboot. `shells`: the processes of EXPLORER.EXE, one for each who is signed in. */
interface RebootEvidence {
  readonly os: Reading<OsFact>;
  readonly pending: Reading<PendingRebootFact>;
  readonly cluster: Reading<ClusterFact>;
  readonly shells: Reading<ProcessesFact>;
}

/** Under the labels that `rebootEvidence` looks for. */
export const rebootQuestions = {
  os: { fact: 'os', ask: {} },
  cluster: { fact: 'cluster', ask: {} },
  'pending reboot': { fact: 'pending-reboot', ask: {} },
  shells: { fact: 'processes', ask: { name: 'explorer.exe' } },
} as const satisfies Readonly<Record<string, Question>>;

export const rebootEvidence = (evidence: Evidence): RebootEvidence => ({
  os: evidence.fact('os', 'os'),
  cluster: evidence.fact('cluster', 'cluster'),
  pending: evidence.fact('pending-reboot', 'pending reboot'),
  shells: evidence.fact('processes', 'shells'),
});

/** The reboot that puts `resources` in force, with everyone who will notice, from what was observed. */
export function rebootWish(
  evidence: RebootEvidence,
  reason: string,
  resources: readonly Resource[],
): EffectWish {
  const refusal = rebootRefusal(evidence);
  return {
    kind: 'reboot',
    target: { delaySeconds: DELAY_SECONDS },
    reason,
    resources,
    blastRadius: [
      ...(refusal ? [`As it stands the host will refuse this reboot: ${refusal}.`] : []),
      'Every service and every program on this host ends; nobody reaches it until Windows is up again.',
      ...signedIn(evidence.shells),
      ...pendingRebootLines(evidence.pending),
    ],
  };
}

/** Whether a value set at `since` (host's clock) waits for a start of Windows. One that cannot be told counts as none. */
export const waitsForBoot = (since: string | undefined, os: OsFact): boolean =>
  since !== undefined && !(Date.parse(os.bootedAt) > Date.parse(since));

/** Why the host would refuse (docs/line.md has the rule). */
function rebootRefusal({ os, cluster }: RebootEvidence): string | undefined {
  if (!os.known || os.value.bootedAt === '') return 'when Windows was last started cannot be told';
  if (!cluster.known) return `whether a cluster needs it could not be told (${printable(cluster.why)})`;
  const { dag, maintenance, member } = cluster.value;
  if (dag && maintenance !== 'in')
    return 'the server is a member of a database availability group and is not in maintenance';
  return member && !dag ? 'it is a node of a failover cluster: drain it and restart it by hand' : undefined;
}

function signedIn(shells: Reading<ProcessesFact>): readonly string[] {
  if (!shells.known) return [`Who is signed in could not be told: ${printable(shells.why)}.`];
  return shells.value.processes.map(
    ({ owner, session }) =>
      `${printable(owner) || 'Somebody'} is signed in (session ${session}): what is not saved is lost.`,
  );
}
