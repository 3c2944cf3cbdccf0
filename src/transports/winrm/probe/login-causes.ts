import { sameName } from '../../../model/windows-name.ts';
import type { NtlmHost } from './ask-who.ts';

/** What is known of a login that was rejected. WinRM does not say why; this narrows it down. */
export interface RejectedLogin {
  readonly auth: string;
  readonly user: string;
  /** '' for an account of the host itself. */
  readonly domain: string;
  readonly password: PasswordShape;
  readonly host: NtlmHost | undefined;
  readonly now: Date;
}

/** Of a password only what often goes wrong with one; none of its characters. */
export interface PasswordShape {
  /** White space before or after it, as a file's last line break or a copied space. */
  readonly hasEdge: boolean;
  readonly isAscii: boolean;
}

export const shapeOf = (password: string): PasswordShape => ({
  hasEdge: password.trim() !== password,
  isAscii: /^[\x20-\x7e]*$/.test(password),
});

const MINUTE = 60_000;
/** Windows refuses NTLMv2 answers that are older (MS-NLMP 3.3.2, MaxLifetime); Kerberos tickets after 5 minutes. */
const NTLM_MINUTES = 30;

/** The usual causes that what was measured speaks for, the likeliest first. */
export function suspectsOf({ auth, user, domain, password, host, now }: RejectedLogin): readonly string[] {
  const found: string[] = [];
  const minutes = host?.at ? Math.round(Math.abs(host.at.getTime() - now.getTime()) / MINUTE) : 0;
  if (minutes >= NTLM_MINUTES)
    found.push(`the clocks are ${minutes} minutes apart, and NTLM refuses logins beyond ${NTLM_MINUTES}`);
  if (password.hasEdge)
    found.push('the password begins or ends with white space (a line break in its file?)');
  if (!password.isAscii)
    found.push(
      'the password holds characters beyond ASCII: its file or variable has to be UTF-8, composed (NFC) as it was typed at Windows',
    );
  if (host !== undefined && host.computer !== '') found.push(...namesOf(host, user, domain));
  if (auth === 'basic' && (domain !== '' || user.includes('@')))
    found.push('Basic takes accounts of the host itself only, and this one names a domain');
  return found;
}

function namesOf({ computer, domain: hosts }: NtlmHost, user: string, domain: string): readonly string[] {
  const isInDomain = hosts !== '' && !sameName(hosts, computer);
  if (domain !== '' && !sameName(domain, hosts) && !sameName(domain, computer))
    return [
      `the account is of ${domain}; the host calls itself ${isInDomain ? `${computer} in the domain ${hosts}` : `${computer}, in no domain`}`,
    ];
  if (domain === '' && !user.includes('@') && isInDomain)
    return [
      `${user} without a domain is an account of ${computer} itself; one of its domain is ${hosts}\\${user}`,
    ];
  return [];
}

/** Sub statuses of event 4625, the one place where Windows says why (Microsoft's description of that event). */
export const subStatuses =
  'The host itself knows why: event 4625 in its Security log (a domain controller has 4776 for its accounts), sub status 0xC000006A: wrong ' +
  'password; 0xC0000064: no such account; 0xC0000234: locked; 0xC0000072: disabled; 0xC0000071 or 0xC0000224: the password has expired; ' +
  '0xC0000133: clocks; 0xC000015B: may not log on over the network; 0xC0000418: NTLM is switched off.';

export const showRejected =
  "Get-WinEvent -FilterHashtable @{ LogName = 'Security'; Id = 4625 } -MaxEvents 3 | Format-List TimeCreated, Message";
