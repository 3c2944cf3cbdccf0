import { isPlainObject } from '../../model/json.ts';
import type { RegistryValue } from '../../model/resource.ts';
import { present, type State } from '../../model/state.ts';

export const LIMIT_KEY = 'SYSTEM\\CurrentControlSet\\Services\\MSExchangeIS\\ParametersSystem';
export const LIMIT_NAME = 'Maximum Allowed Sessions Per User';

/** What Exchange uses when the value is absent, or of a kind that it does not read (KB842022: hexadecimal 20). */
export const DEFAULT_LIMIT = 32;

/**
 * What Exchange 2013 and later permit a user by themselves over ActiveSync, EWS, Outlook on the web, POP3 and IMAP4, for each mailbox database;
 * Outlook has the 32 ("Managed store limits"). That page does not say whether the value raises these too.
 */
export const OTHER_PROTOCOLS_LIMIT = 16;

export const limitValue: RegistryValue = {
  kind: 'registry-value',
  hive: 'HKLM',
  key: LIMIT_KEY,
  name: LIMIT_NAME,
  view: 64,
};

export const limitOf = (limit: number): State => present({ kind: 'REG_DWORD', data: limit });

/** The limit that a state of the value stands for, once it is in force. */
export function limitIn(state: State): {
  readonly limit: number;
  readonly from: 'value' | 'default' | 'wrong-kind';
} {
  if (state.status !== 'present') return { limit: DEFAULT_LIMIT, from: 'default' };
  const { value } = state;
  return isPlainObject(value) && value.kind === 'REG_DWORD' && typeof value.data === 'number'
    ? { limit: value.data, from: 'value' }
    : { limit: DEFAULT_LIMIT, from: 'wrong-kind' };
}
