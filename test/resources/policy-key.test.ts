import { expect, it } from 'vitest';
import type { RegistryValue } from '../../src/model/resource.ts';
import { registryValue } from '../../src/resources/registry-value.ts';

const value = (key: string, more: Partial<RegistryValue> = {}): RegistryValue => ({
  kind: 'registry-value',
  hive: 'HKLM',
  key,
  name: 'x',
  view: 64,
  ...more,
});

it.each([
  value('software\\policies\\Microsoft\\Windows NT\\RPC'),
  value('SOFTWARE\\Policies\\X', { view: 32 }),
  value('SOFTWARE\\Wow6432Node\\Policies\\X'),
  value('SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System'),
  value('S-1-5-21-1\\Software\\Policies\\Microsoft\\Office', { hive: 'HKU' }),
])('Group Policy writes $hive\\$key anew', (resource) => {
  expect(registryValue.rewrittenBy?.(resource)).toMatch(/Group Policy/);
});

it.each([
  value('SOFTWARE\\PoliciesOfOurs\\X'),
  value('SOFTWARE\\Vendor\\Policies'),
  value('SYSTEM\\Policies'),
  value('Software\\Policies\\X', { hive: 'HKU' }),
])('of $hive\\$key nobody could say so', (resource) => {
  expect(registryValue.rewrittenBy?.(resource)).toBeUndefined();
});
