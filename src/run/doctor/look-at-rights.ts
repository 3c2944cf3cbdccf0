import { bad, type Check, good } from '../../model/diagnosis.ts';
import type { Hello } from '../../model/line.ts';
import { sameName } from '../../model/windows-name.ts';
import type { Session } from '../connect/session.ts';
import { readSettings } from './host-settings.ts';

const FILTER = {
  hive: 'HKLM',
  key: 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System',
  name: 'LocalAccountTokenFilterPolicy',
} as const;

const liftFilter =
  'New-ItemProperty HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System -Name LocalAccountTokenFilterPolicy ' +
  '-PropertyType DWord -Value 1 -Force';
const showMembers = 'Get-LocalGroupMember -SID S-1-5-32-544';

/** Elevated or not; where not, whether remote UAC takes the rights away or the account has none. */
export async function lookAtRights(session: Session): Promise<Check> {
  const { identity, machine } = session.hello;
  if (identity.elevated) return good('rights', `${identity.name}, an elevated administrator`);
  const found = `${identity.name} is not elevated`;
  if (session.host.transport.type === 'local')
    return bad(
      'rights',
      found,
      'Start Setright from an elevated prompt, as an administrator of this machine.',
    );
  if (!isLocal(identity, machine))
    return bad(
      'rights',
      `${found}. Remote UAC filters no accounts of a domain, so it is no administrator of the host`,
      'Make it an administrator of the host, or use another account.',
      showMembers,
    );
  const [held] = await readSettings(session, [FILTER]);
  if (held !== undefined && 'data' in held && held.data === 1)
    return bad(
      'rights',
      `${found}, though remote UAC is lifted there (LocalAccountTokenFilterPolicy is 1): it is no administrator of the host`,
      'Make it an administrator of the host, or use another account.',
      showMembers,
    );
  const filter =
    held !== undefined && 'unreadable' in held
      ? `whether remote UAC filters it could not be read (${held.unreadable})`
      : `remote UAC filters local accounts there (LocalAccountTokenFilterPolicy is ${held?.data ?? 'not set'})`;
  return bad(
    'rights',
    `${found}: ${filter}`,
    'Use an account of the domain or the built-in Administrator, or lift the filter on the host.',
    liftFilter,
  );
}

const isLocal = (identity: Hello['identity'], machine: Hello['machine']): boolean =>
  sameName(identity.name.split('\\')[0] ?? '', machine.name);
