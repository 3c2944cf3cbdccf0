import { isPlainObject } from '../../model/json.ts';
import type { RegistryValue } from '../../model/resource.ts';
import { present, type State } from '../../model/state.ts';

export const machineValue = (key: string, name: string, view: 32 | 64 = 64): RegistryValue => ({
  kind: 'registry-value',
  hive: 'HKLM',
  key,
  name,
  view,
});

export const dword = (data: number): State => present({ kind: 'REG_DWORD', data });

export const noValue: State = { status: 'absent', missing: 'value' };

/** What a program finds that reads a DWORD: a value of another kind is none to it. Undefined: no such number. */
export const dwordIn = (state: State): number | undefined =>
  state.status === 'present' &&
  isPlainObject(state.value) &&
  state.value.kind === 'REG_DWORD' &&
  typeof state.value.data === 'number'
    ? state.value.data
    : undefined;
