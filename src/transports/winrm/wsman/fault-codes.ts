/** Fault codes of WinRM that are answered in a way of their own (winerror.h, wsmerror.h). */
export const Code = {
  accessDenied: 5,
  busy: 170,
  aborted: 995,
  pluginTimeout: 1460,
  keyDeleted: 2147943418,
  fileNotFound: 2147942402,
  accessDeniedHresult: 2147942405,
  operationTimeout: 2150858793,
  notFound: 2150858843,
  maxShells: 2150859173,
  maxOperations: 2150859174,
  userQuota: 2150859175,
  systemQuota: 2150859176,
  maxUsers: 2150859179,
  remoteShellsOff: 2150859180,
  pluginQuotaFirst: 2150859236,
  pluginQuotaLast: 2150859241,
} as const;

const quotas: readonly number[] = [Code.userQuota, Code.systemQuota, Code.maxUsers];

/** Too much at once on the host: nothing was begun, and waiting can help. */
export const isQuota = (code: number): boolean =>
  code === Code.maxShells ||
  quotas.includes(code) ||
  (code >= Code.pluginQuotaFirst && code <= Code.pluginQuotaLast);

/** What a person does about it. Windows' own words stand before this; they are translated, so nothing is read from them. */
const moves = new Map<number, string>([
  [Code.accessDenied, 'denied'],
  [Code.accessDeniedHresult, 'denied'],
  [Code.remoteShellsOff, 'off'],
  [Code.maxShells, 'shells'],
  [Code.maxUsers, 'users'],
  [Code.fileNotFound, 'file'],
  [Code.operationTimeout, 'timeout'],
]);

const texts: Readonly<Record<string, string>> = {
  denied:
    'The account may log in and may not open a shell: it has to be an administrator of the host. A local account other than the built-in ' +
    'Administrator also needs LocalAccountTokenFilterPolicy=1 there (remote UAC).',
  off: 'Remote shells are off on the host (winrm/config/winrs AllowRemoteShellAccess, or the group policy of the same name).',
  shells:
    'The account has as many shells open on the host as it may (MaxShellsPerUser). Look with `Get-WSManInstance shell -Enumerate`, end what is ' +
    'left over with `Remove-WSManInstance`, or raise the quota.',
  users: 'Too many accounts have shells open on the host (MaxConcurrentUsers). Wait, or raise the quota.',
  file: 'The host did not find the PowerShell to start: set `executable` of the transport.',
  timeout: 'The host did not answer in the time it was given: it is overloaded, or hangs. Try again later.',
};

export function nextMove(code: number | undefined): string {
  if (code === undefined)
    return 'Look the message up in the event log Microsoft-Windows-WinRM/Operational of the host.';
  const known = texts[moves.get(code) ?? ''];
  if (known !== undefined) return known;
  if (isQuota(code))
    return 'A quota of the host is reached (winrm/config, and its plug-in for shells). Wait, or raise it.';
  return 'Look the code up with `winrm helpmsg`, and see the event log Microsoft-Windows-WinRM/Operational of the host.';
}
