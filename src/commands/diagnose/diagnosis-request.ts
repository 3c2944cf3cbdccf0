import { type ObservationName, observations, symptomNamed } from '../../diagnosis/index.ts';
import { UsageError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import type { Assignment } from '../../run/observe/survey.ts';
import { assign, catalogue } from '../steps/assignments.ts';
import type { SoughtCauses } from './look-for-causes.ts';

const PATH = 'vpn-black-hole';

/** What is asked of hosts for a symptom, or for everything. */
export interface DiagnosisRequest {
  readonly symptom: string | null;
  readonly observations: readonly ObservationName[];
  /** `peer`: whom this host probes the path to. */
  assign(host: Host, peer: string | undefined): readonly Assignment[];
}

export const everyObservation = Object.keys(observations) as readonly ObservationName[];

export function diagnosisRequest({
  symptom: name,
  set,
}: Pick<SoughtCauses, 'symptom' | 'set'>): DiagnosisRequest {
  const symptom = name === undefined ? undefined : symptomNamed(name);
  const remedies = symptom?.remedies ?? catalogue().map((remedy) => remedy.name);
  const others = remedies.filter((remedy) => remedy !== PATH);
  if (set.some((said) => said.startsWith(`${PATH}.peer=`)))
    throw new UsageError('--set vpn-black-hole.peer: say --peer, and both ends are told whom to probe');
  return {
    symptom: symptom?.name ?? null,
    observations: symptom?.observations ?? everyObservation,
    assign: (host, peer) => {
      // The path is asked for only where somebody is known to be at its other end.
      const isAsked = peer !== undefined || Object.hasOwn(host.remedies, PATH);
      const choice = {
        remedy: isAsked ? [...others, PATH] : others,
        set: peer === undefined ? set : [...set, `${PATH}.peer=${peer}`],
      };
      return assign([host], choice, 'every-remedy').get(host.name) ?? [];
    },
  };
}

/** A host probes the peer, and a peer of the inventory the first of the hosts; by address where the inventory has one. */
export function peerOf(
  host: Host,
  peer: string | undefined,
  selected: readonly Host[],
  known: readonly Host[],
): string | undefined {
  if (peer === undefined) return undefined;
  const [own] = known;
  if (host.name !== own?.name) return own ? addressOf(own) : peer;
  const other = selected.find(({ name }) => name !== host.name);
  return other && addressOf(other);
}

const addressOf = ({ name, transport }: Host): string => ('address' in transport ? transport.address : name);
