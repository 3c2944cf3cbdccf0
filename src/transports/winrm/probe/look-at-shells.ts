import { bad, type Check, doubtful, good } from '../../../model/diagnosis.ts';
import { WsmanFaultError } from '../failures.ts';
import { inWords } from '../refusals.ts';
import type { WinrmTimes } from '../times.ts';
import { hasCode } from '../wsman/fault.ts';
import { Code, isQuota } from '../wsman/fault-codes.ts';
import { Shell } from '../wsman/shell.ts';
import { type OpenShell, openShells, type Quota, type QuotaName, quotasIn } from '../wsman/shell-quotas.ts';
import type { Wsman } from '../wsman/wsman.ts';
import type { Element } from '../wsman/xml.ts';

/** A PowerShell with our script takes about half of it; below, long answers end it. */
const LEAST_MEGABYTES = 256;

/**
 * Whether the account gets a shell, and what limits it: one is opened and deleted again, nothing runs in it. `config` is undefined where the
 * account may not read it. Rejects with what is no answer of the host's.
 */
export async function lookAtShells(
  wsman: Wsman,
  config: Element | undefined,
  times: WinrmTimes,
): Promise<Check> {
  const quotas = config === undefined ? new Map<QuotaName, Quota>() : quotasIn(config);
  const open = await openShells(wsman, times.operationSeconds);
  try {
    const shell = await Shell.create(wsman, wsman, times);
    await shell.delete().catch(unlessFault);
  } catch (cause) {
    unlessFault(cause);
    return refused(cause, [...quotas.values()], open);
  }
  return judged(quotas, open);
}

function unlessFault(cause: unknown): asserts cause is WsmanFaultError {
  if (!(cause instanceof WsmanFaultError)) throw cause;
}

function refused(
  cause: WsmanFaultError,
  quotas: readonly Quota[],
  open: readonly OpenShell[] | undefined,
): Check {
  const { fault } = cause;
  if (hasCode(fault, Code.accessDenied, Code.accessDeniedHresult))
    return bad(
      'rights',
      `let in, and refused a shell: ${inWords(cause)}`,
      'Use an administrator of the host; for a local account look at its remote UAC filter.',
      'Get-LocalGroupMember -SID S-1-5-32-544; Get-ItemProperty ' +
        'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System -Name LocalAccountTokenFilterPolicy',
    );
  if (hasCode(fault, Code.remoteShellsOff))
    return bad(
      'quotas',
      inWords(cause),
      'A group policy may hold it: "Allow Remote Shell Access".',
      'winrm set winrm/config/winrs \'@{AllowRemoteShellAccess="true"}\'',
    );
  const isReached = fault.codes.some(isQuota);
  return bad(
    'quotas',
    `${isReached ? 'a quota is reached' : 'no shell could be opened'}: ${inWords(cause)}. ${described(quotas, open)}`,
    isReached ? 'End the shells that are left over, or raise the quota.' : '',
    isReached
      ? 'Get-WSManInstance shell -Enumerate | Format-Table Owner, ClientIP, ShellRunTime, ShellId'
      : 'winrm get winrm/config/winrs',
  );
}

function judged(quotas: ReadonlyMap<QuotaName, Quota>, open: readonly OpenShell[] | undefined): Check {
  const found = `a shell was opened and deleted again. ${described([...quotas.values()], open)}`;
  const number = (name: QuotaName) => Number(quotas.get(name)?.value ?? Number.NaN);
  const memory = number('MaxMemoryPerShellMB');
  if (memory < LEAST_MEGABYTES)
    return doubtful(
      'quotas',
      found,
      'A PowerShell with so little memory ends in the middle of long answers.',
      'winrm set winrm/config/winrs \'@{MaxMemoryPerShellMB="1024"}\'',
    );
  const [most, one] = [number('MaxShellsPerUser'), mostOfOne(open ?? [])];
  if (one !== undefined && one.count >= most - 1)
    return doubtful(
      'quotas',
      found,
      `${one.owner} has nearly as many shells open as one account may: the next connection can fail.`,
      'Get-WSManInstance shell -Enumerate | Format-Table Owner, ClientIP, ShellRunTime, ShellId',
    );
  return good('quotas', found);
}

function described(quotas: readonly Quota[], open: readonly OpenShell[] | undefined): string {
  const limits = quotas.map(
    ({ name, value, isPolicy }) => `${name} ${value}${isPolicy ? ' (group policy)' : ''}`,
  );
  const told = limits.length === 0 ? 'Its limits are told to administrators only' : limits.join(', ');
  if (open === undefined) return told;
  const one = mostOfOne(open);
  const whose = one === undefined ? '' : `, most of them (${one.count}) of ${one.owner}`;
  return `${told}; ${open.length} shells stand open${whose}`;
}

function mostOfOne(open: readonly OpenShell[]): { owner: string; count: number } | undefined {
  const counts = new Map<string, number>();
  for (const { owner } of open) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first && { owner: first[0] || 'somebody', count: first[1] };
}
