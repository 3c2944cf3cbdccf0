import { printable } from '../../model/printable.ts';
import type { Evidence } from '../../model/remedy.ts';
import type { Resource } from '../../model/resource.ts';

const kinds = { physical: '', virtual: 'virtual adapter ', team: 'team ', other: 'no adapter ' } as const;

/** Whom an interface index means, for people: `, "Team 1" (team Microsoft ...)`. '' for other resources, and when it could not be told. */
export function interfaceName(resource: Resource, evidence: Evidence): string {
  if (resource.kind !== 'interface-mtu') return '';
  const answer = evidence.fact('interfaces', 'interfaces');
  const found = answer.known
    ? answer.value.interfaces.find(({ index }) => index === resource.interface)
    : undefined;
  if (!found) return '';
  const what = `${kinds[found.kind]}${printable(found.description)}`.trim();
  return `, "${printable(found.alias)}"${what === '' ? '' : ` (${what})`},`;
}
