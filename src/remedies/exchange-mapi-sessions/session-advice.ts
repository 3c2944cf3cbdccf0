import { counted, printable, shortened } from '../../model/printable.ts';
import type { Advice } from '../../model/remedy.ts';
import type { ExchangeVersion } from '../vocabulary/exchange-version.ts';
import { tally } from '../vocabulary/limit-event.ts';
import type { Observed } from './observed.ts';
import { serviceAccountAdvice } from './service-account-advice.ts';
import { LIMIT_KEY, LIMIT_NAME } from './session-limit.ts';

const USERS_SHOWN = 10;
const TCPIP = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters';
const CACHED_MODE = 'HKCU\\Software\\Policies\\Microsoft\\Office\\16.0\\Outlook\\Cached Mode';

/**
 * Microsoft's order of cures (KB842022): the cause, shared folders, a right for a service account, and the limit last. What the
 * host said stands in sentences only: no name of it becomes part of a command.
 */
export const sessionAdvice = (
  observed: Observed,
  limit: number,
  hours: number,
  version: ExchangeVersion | undefined,
): readonly Advice[] => [
  findTheCause(observed, hours),
  downloadSharedFolders,
  serviceAccountAdvice(version),
  raiseTheLimit(limit),
];

function findTheCause({ sessions }: Observed, hours: number): Advice {
  const users = tally(sessions.map(({ user }) => user));
  const shown = users.slice(0, USERS_SHOWN).map(([user, count]) => {
    const latest = sessions.find((event) => event.user === user)?.at ?? '';
    return `${counted(count, 'event')}, the latest at ${latest}: ${shortened(printable(user), 300) || '(no name)'}`;
  });
  return {
    title: '1. Find the program that opens the sessions',
    steps: [
      `Users who reached the limit in the last ${counted(hours, 'hour')}, by distinguished name:`,
      ...shown,
      ...(users.length > USERS_SHOWN ? [`and ${counted(users.length - USERS_SHOWN, 'more user')}`] : []),
      'Who that is (Exchange Management Shell, 2007 and later): $dn = Read-Host "Distinguished name"; Get-Mailbox -ResultSize Unlimited | Where-Object { $_.LegacyExchangeDN -eq $dn }',
      'Which clients hold the sessions (Exchange 2007 and 2010): Get-LogonStatistics -Identity <mailbox> | Format-Table UserName, ApplicationId, ClientIPAddress, LogonTime. Exchange 2003: Exchange System Manager, mailbox store, Logons.',
      'Look for desktop search, add-ins and synchronisation programs on those clients, and for VPNs or firewalls that drop idle connections: a lost client leaves its sessions open for up to two hours, behind an ISA Server for up to a day (KB917936).',
      `Where clients are lost like that, let this server notice sooner before any limit is raised: reg add "${TCPIP}" /v KeepAliveTime /t REG_DWORD /d 900000, then restart Windows (milliseconds; two hours when absent). Exchange asks for 900000 to 1800000, the CIS baselines for 300000 at most: choose which holds here.`,
      'When programs are at fault, ask their vendors for a fix.',
    ],
    check:
      'The Application log has no new event 9646 of type "session". Windows Server 2008 and later tell with Get-WinEvent -FilterHashtable @{ LogName = "Application"; Id = 9646; StartTime = (Get-Date).AddDays(-1) }, which says so as an error when there is none.',
    undo: `KeepAliveTime as it was: reg delete "${TCPIP}" /v KeepAliveTime /f where there was none, or the value that reg add asked to overwrite; restart Windows. Nothing else was changed.`,
  };
}

const downloadSharedFolders: Advice = {
  title: '2. Outlook with large additional mailboxes: turn "Download shared folders" off',
  steps: [
    'By hand, on the client: Account Settings, the Exchange account, Change, More Settings, Advanced, clear "Download shared folders (excludes mail folders)", then restart Outlook.',
    `Or, as the user, for all profiles (Outlook 2016 and later; other versions have their own number in place of 16.0, and for 12.0 this is not verified): reg add "${CACHED_MODE}" /v DownloadSharedFolders /t REG_DWORD /d 0`,
    'Where the client stands in the inventory: setright plan <client> --remedy outlook-shared-folders --set user=<DOMAIN\\account> does it, with its way back.',
    'The shared folders are then not available offline, and each look into one asks the server. Do it for the users above only.',
    'CacheOthersMail is another switch: it is of shared mail folders (Outlook 2010 and later, KB982697). An additional mailbox of more than 500 folders is a case of its own (KB3115602).',
  ],
  check: `reg query "${CACHED_MODE}" /v DownloadSharedFolders shows 0x0, and Outlook says "Online" in a shared folder's status bar.`,
  undo: `reg delete "${CACHED_MODE}" /v DownloadSharedFolders /f, or the value that reg add asked to overwrite; then restart Outlook.`,
};

const raiseTheLimit = (limit: number): Advice => ({
  title: '4. Last: raise the limit, to the smallest value that works',
  steps: [
    'A plan of this remedy does it, with the exact value before in its backup. By hand:',
    `reg add "HKLM\\${LIMIT_KEY}" /v "${LIMIT_NAME}" /t REG_DWORD /d ${limit}`,
    'Then restart MSExchangeIS in a maintenance window: every database of the server is dismounted meanwhile.',
    'If no event follows, try a lower value; too high a limit lets one program slow down the server.',
  ],
  check: `reg query "HKLM\\${LIMIT_KEY}" /v "${LIMIT_NAME}" shows 0x${limit.toString(16)}, and no new event 9646 of type "session" follows.`,
  undo: `setright rollback of the run; by hand, where there was no value before: reg delete "HKLM\\${LIMIT_KEY}" /v "${LIMIT_NAME}" /f, and restart MSExchangeIS.`,
});
