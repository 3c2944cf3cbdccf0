/**
 * Something that was seen on a host or on the way to it, told apart, timed, and with whom it concerns: what a diagnosis links. A
 * sighting is no verdict; a remedy that judges a host compliant may have seen something all the same.
 */
export interface Sighting {
  readonly kind: SightingKind;
  /** One sentence, for people. */
  readonly text: string;
  /** First and last, by the clock of where it was seen, ISO 8601; '' when it has no time, as a setting has none. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** Who is concerned, lower case: accounts by their last name (`tom`), or IP addresses and names of hosts. Empty: nobody can tell. */
  readonly who: readonly string[];
  /** The rhythm in which it comes again, where it has one. */
  readonly everySeconds?: number;
}

export type SightingKind =
  /** Large packets vanish on the way, small ones cross; any packet is lost; packets of full size cross. */
  | 'large-packets-vanish'
  | 'packets-lost'
  | 'large-packets-cross'
  /** Outlook's own events: it lost Exchange and came back. */
  | 'outlook-reconnects'
  | 'outlook-handles'
  /** Messages of KB2015877 in logs and traces of the CRM client. */
  | 'out-of-memory'
  | 'crm-disconnects'
  /** Event 9646 of type "session", and of the types that have limits of their own. */
  | 'sessions-used-up'
  | 'objects-used-up'
  | 'session-limit-raised'
  /** Events 4227 and 4231, or a range that is nearly all in use; one program that holds much of it. */
  | 'ports-used-up'
  | 'ports-held'
  /** A program that holds more memory each time it is looked at. */
  | 'memory-grows';

/** `tom` of `/o=Corp/ou=Sales/cn=Recipients/cn=Tom`, of `CORP\Tom`, of `tom@corp.example`; '' of ''. */
export function accountIn(name: string): string {
  const [address = ''] = name.trim().split('@');
  const parts = address.split(/[\\/]/).filter((part) => part !== '');
  return (parts.at(-1) ?? '').replace(/^[a-z]{1,3}=/i, '').toLowerCase();
}
