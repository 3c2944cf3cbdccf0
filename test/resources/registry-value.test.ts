import { describe, expect, test } from 'vitest';
import type { RegistryValue } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import { registryValue } from '../../src/resources/registry-value.ts';

const at = (key: string, more: Partial<RegistryValue> = {}): RegistryValue => ({
  kind: 'registry-value',
  hive: 'HKLM',
  key,
  name: 'Limit',
  view: 64,
  ...more,
});
const dword = (data: number): State => present({ kind: 'REG_DWORD', data });
const noKey = (from: string): State => ({ status: 'absent', missing: 'key', from });
const noValue: State = { status: 'absent', missing: 'value' };

describe('what people read', () => {
  test.each([
    [at('SYSTEM\\A'), 'HKLM\\SYSTEM\\A "Limit"'],
    [at('SYSTEM\\A', { view: 32 }), 'HKLM\\SYSTEM\\A "Limit"'],
    [at('SOFTWARE\\A', { view: 32, name: '' }), 'HKLM\\SOFTWARE\\A (default) (32-bit view)'],
    [at('SOFTWARE\\A\u001b[2J', { name: 'x\u202ey' }), 'HKLM\\SOFTWARE\\A\\u001b[2J "x\\u202ey"'],
  ])('names %j', (resource, shown) => {
    expect(registryValue.describe(resource)).toBe(shown);
  });

  test.each([
    [dword(4294967295), 'REG_DWORD 4294967295 (0xffffffff)'],
    [
      present({ kind: 'REG_QWORD', data: '18446744073709551615' }),
      'REG_QWORD 18446744073709551615 (0xffffffffffffffff)',
    ],
    [present({ kind: 'REG_SZ', data: 'a\nb' }), 'REG_SZ "a\\u000ab"'],
    [present({ kind: 'REG_MULTI_SZ', data: ['a', 'b'] }), 'REG_MULTI_SZ ["a", "b"]'],
    [present({ kind: 'REG_BINARY', data: '00ff' }), 'REG_BINARY 00 ff'],
    [present({ kind: 'REG_NONE', data: '' }), 'REG_NONE (empty)'],
    [present({ kind: 'REG_LINK', data: '\u001b' }), '{"kind":"REG_LINK","data":"\\u001b"}'],
    [noValue, 'absent (the key exists)'],
    [noKey('SYSTEM\\A'), 'absent (no key SYSTEM\\A)'],
    [{ status: 'unreadable', why: 'denied\r' }, 'could not be read: denied\\u000d'],
  ] as [State, string][])('shows %j', (state, shown) => {
    expect(registryValue.describeState(state)).toBe(shown);
  });

  test('long data is cut, with its whole length said', () => {
    expect(registryValue.describeState(present({ kind: 'REG_BINARY', data: 'ab'.repeat(300) }))).toMatch(
      /… \(300 bytes\)$/,
    );
    // More than we would set is read all the same.
    expect(registryValue.describeState(present({ kind: 'REG_BINARY', data: 'ab'.repeat(500_000) }))).toMatch(
      /^REG_BINARY ab ab .*\(500000 bytes\)$/,
    );
    expect(registryValue.describeState(present({ kind: 'REG_SZ', data: 'x'.repeat(500) }))).toMatch(
      /^REG_SZ "x+… \(500 characters\)"$/,
    );
  });
});

describe('what cannot be held is refused with the reason', () => {
  const key = at('SYSTEM\\A\\B');
  test.each([
    [key, present({ kind: 'REG_DWORD', data: 4294967296 }), /0 to 4294967295/],
    [key, present({ kind: 'REG_DWORD', data: -1 }), /0 to 4294967295/],
    [key, present({ kind: 'REG_DWORD', data: '64' }), /whole number/],
    [key, present({ kind: 'REG_QWORD', data: '18446744073709551616' }), /18446744073709551615/],
    [key, present({ kind: 'REG_QWORD', data: '007' }), /decimal text/],
    [key, present({ kind: 'REG_QWORD', data: 7 }), /decimal text/],
    [key, present({ kind: 'REG_BINARY', data: 'FF' }), /lower-case/],
    [key, present({ kind: 'REG_BINARY', data: 'f' }), /two digits/],
    [key, present({ kind: 'REG_MULTI_SZ', data: ['a', ''] }), /empty line/],
    [key, present({ kind: 'REG_MULTI_SZ', data: ['a\0b'] }), /NUL/],
    [key, present({ kind: 'REG_MULTI_SZ', data: 'a' }), /list/],
    [key, present({ kind: 'REG_LINK', data: '' }), /kind is one of REG_SZ/],
    [key, present({ kind: 'REG_SZ', data: 'x'.repeat(200_000) }), /256 KB/],
    [key, present('text'), /kind and its data/],
    [key, present({ kind: 'REG_SZ', data: '', view: 64 }), /without "view"/],
    [key, { status: 'unreadable', why: '' }, /could not be read/],
    [key, { status: 'absent', missing: 'key' }, /needs "from"/],
    [key, noKey('SYSTEM'), /belongs to Windows/],
    [key, noKey('SYSTEM\\AB'), /no part of the key/],
    [key, { status: 'absent', missing: 'service' }, /not "service"/],
    [at(''), noValue, /not named/],
    [at('\\SYSTEM'), noValue, /without a backslash/],
    [at('SYSTEM\\'), noValue, /without a backslash/],
    [at('SYSTEM\\\\A'), noValue, /empty level/],
    [at(`SYSTEM\\${'x'.repeat(256)}`), noValue, /255 characters/],
    [at(Array(33).fill('a').join('\\')), dword(1), /32 levels/],
    [at('SYSTEM', { name: 'x'.repeat(16_384) }), noValue, /16383 characters/],
    [at('SYSTEM', { name: 'a\0' }), noValue, /NUL/],
  ] as [RegistryValue, State, RegExp][])('%#: %j to %j', (resource, want, why) => {
    expect(registryValue.refuse(resource, want)).toMatch(why);
  });

  test('the limits themselves are accepted', () => {
    expect(registryValue.refuse(at(Array(32).fill('a').join('\\')), dword(0xffffffff))).toBeUndefined();
    expect(
      registryValue.refuse(at(`SYSTEM\\${'x'.repeat(255)}`, { name: 'x'.repeat(16_383) }), noValue),
    ).toBeUndefined();
    expect(registryValue.refuse(at('SYSTEM\\A\\B'), noKey('system\\a'))).toBeUndefined();
  });
});

/** The 32-bit tree of SOFTWARE is the 64-bit Wow6432Node; each spells what is missing in its own words. */
test('what one view creates is there in the other', () => {
  const made = { resource: at('SOFTWARE\\Acme\\A', { view: 32 }), after: dword(1) };
  const seen = at('SOFTWARE\\Wow6432Node\\acme\\B\\C');
  expect(registryValue.after(seen, noKey('SOFTWARE\\Wow6432Node\\acme'), made)).toEqual(
    noKey('SOFTWARE\\Wow6432Node\\acme\\B'),
  );
  expect(registryValue.after(at('SOFTWARE\\Acme\\A'), noKey('SOFTWARE\\Acme'), made)).toEqual(
    noKey('SOFTWARE\\Acme'),
  );
});
