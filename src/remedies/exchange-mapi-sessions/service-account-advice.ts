import type { Advice } from '../../model/remedy.ts';
import type { ExchangeVersion } from '../vocabulary/exchange-version.ts';

const NEVER_A_PERSON =
  'Only for the account a program runs under, never for a person: it exempts the account from the limit altogether.';

const byPermission = [
  'Exchange 2007 and 2010: Get-MailboxDatabase -Server <server> | Add-ADPermission -User "<DOMAIN\\account>" -ExtendedRights ms-Exch-Store-Visible',
];
const bySystemManager = [
  'Exchange 2003: Exchange System Manager, the server or mailbox store, Properties, Security, the account, Allow "View information store status", and clear every other box that was selected when the account was added.',
];

/** What exempts a program from the limit, and how that is taken back: other words in each version of Exchange. */
export function serviceAccountAdvice(version: ExchangeVersion | undefined): Advice {
  if (version === '2013') return throttlingPolicy;
  const steps = {
    '2003': bySystemManager,
    '2007': byPermission,
    '2010': byPermission,
    any: [...byPermission, ...bySystemManager],
  }[version ?? 'any'];
  const isOld = version === '2003';
  return {
    title: '3. A program under a service account: grant it "View Information Store Status"',
    steps: [NEVER_A_PERSON, ...steps],
    check: isOld
      ? 'The account stands in that list with "View information store status" alone, and causes no new event 9646.'
      : 'Get-MailboxDatabase -Server <server> | Get-ADPermission -User "<DOMAIN\\account>" lists ms-Exch-Store-Visible, and the account causes no new event 9646.',
    undo: isOld
      ? 'Clear the box again, and remove the account from the list where you added it.'
      : 'Get-MailboxDatabase -Server <server> | Remove-ADPermission -User "<DOMAIN\\account>" -ExtendedRights ms-Exch-Store-Visible' +
        (version === undefined ? '; on Exchange 2003 clear the box again.' : ''),
  };
}

/** Exchange 2013 and later count at the front end; a right on the store no longer helps. */
const throttlingPolicy: Advice = {
  title: '3. A program under a service account: a throttling policy of its own',
  steps: [
    'Exchange Management Shell: New-ThrottlingPolicy -Name "MAPI programs" -RCAMaxConcurrency 100',
    'Set-Mailbox "<DOMAIN\\account>" -ThrottlingPolicy "MAPI programs"',
    'Never change the global policy for one program: it holds for everybody. Exchange Online has no such setting.',
  ],
  check:
    'Get-Mailbox "<DOMAIN\\account>" | Format-List ThrottlingPolicy names the policy, and the account causes no new event 9646.',
  undo: 'Set-Mailbox "<DOMAIN\\account>" -ThrottlingPolicy $null; Remove-ThrottlingPolicy "MAPI programs"',
};
