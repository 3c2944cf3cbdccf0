import { type Check, doubtful, good } from '../../model/diagnosis.ts';
import type { Hello } from '../../model/line.ts';
import { sameName } from '../../model/windows-name.ts';
import type { Session } from '../connect/session.ts';
import { askFact, type Held, readSettings } from './host-settings.ts';

/** Where group policies hold the execution policy: of Windows PowerShell, and of PowerShell 7 (about_Group_Policy_Settings). */
const WINDOWS_POWERSHELL = 'SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell';
const POWERSHELL_7 = 'SOFTWARE\\Policies\\Microsoft\\PowerShellCore';

/** A script file that this computer wrote runs under these. */
const runsOurFiles = ['RemoteSigned', 'Unrestricted', 'Bypass'];

const showPolicies = 'Get-ExecutionPolicy -List; gpresult /r /scope computer';

/** Who set it, and what. */
interface HeldPolicy {
  readonly scope: 'MachinePolicy' | 'UserPolicy';
  readonly policy: string;
}

/**
 * The execution policy that group policies hold. What travels on the line is no file and runs under any; the guard, the timed undo and
 * `undo.ps1` are files on the host, and a policy goes before the one that they are started with.
 */
export async function lookAtPolicy(session: Session): Promise<Check> {
  const looked = [
    { scope: 'MachinePolicy', ...(await policyIn(session, 'HKLM', '')) } as const,
    ...(await userPolicy(session)),
  ];
  const unread = looked.flatMap(({ unreadable }) => unreadable ?? []);
  if (unread.length > 0)
    return doubtful(
      'policy',
      `which execution policy a group policy holds could not be read: ${unread.join('; ')}`,
      'Look on the host.',
      showPolicies,
    );
  const held = looked.flatMap(({ scope, policy }): HeldPolicy[] =>
    policy === undefined ? [] : [{ scope, policy }],
  );
  if (held.length === 0) return good('policy', 'no group policy holds an execution policy');
  const found = `the execution policy is held by a group policy: ${held.map(({ scope, policy }) => `${scope} ${policy}`).join(', ')}`;
  // The machine's goes first, and the tasks run as SYSTEM, whom a user's policy does not reach.
  const [first] = held;
  if (first === undefined || runsOurFiles.some((policy) => sameName(policy, first.policy)))
    return good('policy', found);
  const whom =
    first.scope === 'MachinePolicy'
      ? 'The guard and the timed undo are files on the host: under this policy their drill fails, and what needs them is refused. undo.ps1 and exported scripts do not run either.'
      : 'undo.ps1 and exported scripts do not run for this account. The guard does, as SYSTEM.';
  return doubtful('policy', found, `${whom} Have the policy say RemoteSigned for this host.`, showPolicies);
}

interface Policy {
  readonly policy?: string | undefined;
  readonly unreadable?: string;
}

/** `below`: the key of a user's hive and a backslash; '' for the machine's own. */
async function policyIn(session: Session, hive: 'HKLM' | 'HKU', below: string): Promise<Policy> {
  const at = (key: string, name: string) => ({ hive, key: `${below}${key}`, name });
  const { edition } = session.hello.engine;
  const own = isCore(edition) ? POWERSHELL_7 : WINDOWS_POWERSHELL;
  const [enabled, policy, shared] = await readSettings(session, [
    at(own, 'EnableScripts'),
    at(own, 'ExecutionPolicy'),
    at(POWERSHELL_7, 'UseWindowsPowerShellPolicySetting'),
  ]);
  if (isCore(edition) && shared !== undefined && 'data' in shared && shared.data === 1) {
    const [also, word] = await readSettings(session, [
      at(WINDOWS_POWERSHELL, 'EnableScripts'),
      at(WINDOWS_POWERSHELL, 'ExecutionPolicy'),
    ]);
    return judged(also, word);
  }
  return judged(enabled, policy);
}

/** As PowerShell reads them: scripts switched off are Restricted, whatever the policy says beside it. */
function judged(enabled: Held | undefined, policy: Held | undefined): Policy {
  for (const held of [enabled, policy])
    if (held !== undefined && 'unreadable' in held) return { unreadable: held.unreadable };
  const [on, word] = [enabled, policy].map((held) =>
    held !== undefined && 'data' in held ? held.data : undefined,
  );
  if (on === 0) return { policy: 'Restricted' };
  return on === 1 && typeof word === 'string' && word !== '' ? { policy: word } : {};
}

/** Of the account that we are there. Nobody knows it by name: no such policy is told. */
async function userPolicy(session: Session): Promise<readonly ({ readonly scope: 'UserPolicy' } & Policy)[]> {
  const profiles = await askFact(session, 'profiles', {});
  if (!profiles.known) return [];
  const { name } = session.hello.identity;
  const own = profiles.value.profiles.find((profile) => profile.loaded && sameName(profile.name, name));
  if (own === undefined) return [];
  return [{ scope: 'UserPolicy', ...(await policyIn(session, 'HKU', `${own.sid}\\`)) }];
}

const isCore = (edition: Hello['engine']['edition']): boolean => edition === 'Core';
