/** What was looked at on the way to a host, in this order; not every way has every step. */
export type CheckName =
  | 'name'
  | 'proxy'
  | 'tcp'
  | 'tls'
  | 'host-key'
  | 'service'
  | 'login'
  | 'quotas'
  | 'powershell'
  | 'language'
  | 'rights'
  | 'policy'
  | 'antivirus'
  | 'round-trip'
  | 'encoding'
  | 'first-reply'
  | 'large-request'
  | 'large-reply'
  | 'clock'
  | 'record';

/** One step on the way to a host: what was found there and, unless it is good, the next move. */
export interface Check {
  readonly check: CheckName;
  /** `bad` ends the way: what lies behind it was not looked at. `doubtful` works, and may not for long or for everything. */
  readonly status: 'good' | 'doubtful' | 'bad';
  readonly found: string;
  /** '' when nothing is to be done, or `found` is a message that ends with it. */
  readonly next: string;
  /** A command for a person to run on the host, in an elevated PowerShell; '' where no command cures it. Never run by us. */
  readonly fix: string;
}

export interface Diagnosis {
  readonly host: string;
  readonly transport: string;
  /** The worst of the checks. */
  readonly verdict: Check['status'];
  readonly checks: readonly Check[];
}

export const good = (check: CheckName, found: string): Check => ({
  check,
  status: 'good',
  found,
  next: '',
  fix: '',
});

export const doubtful = (check: CheckName, found: string, next: string, fix = ''): Check => ({
  check,
  status: 'doubtful',
  found,
  next,
  fix,
});

export const bad = (check: CheckName, found: string, next: string, fix = ''): Check => ({
  ...doubtful(check, found, next, fix),
  status: 'bad',
});
