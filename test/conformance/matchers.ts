import { isPlainObject } from '../../src/model/json.ts';

/** What stands in an expectation for what no two hosts say alike. */
export const time = { $: 'time' };
export const pid = { $: 'pid' };
/** Some words for a person; never empty. */
export const text = { $: 'text' };
export const any = { $: 'any' };
/** A list that ends with this. */
export const last = (member: unknown) => ({ $: 'last', member });
/** An object with at least these members. */
export const has = (members: Readonly<Record<string, unknown>>) => ({ $: 'has', members });

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/;

const matchers: Readonly<Record<string, (actual: unknown) => boolean>> = {
  time: (actual) => typeof actual === 'string' && ISO.test(actual),
  pid: (actual) => Number.isSafeInteger(actual) && Number(actual) > 0,
  seconds: (actual) => typeof actual === 'number' && actual >= 0,
  text: (actual) => typeof actual === 'string' && actual !== '',
  any: () => true,
};

/** Every place where `actual` is not what was expected; empty when it is. */
export function mismatches(expected: unknown, actual: unknown, path = ''): readonly string[] {
  if (isPlainObject(expected) && typeof expected.$ === 'string') {
    if (expected.$ === 'has') return members(expected.members, actual, path, false);
    if (expected.$ === 'last')
      return Array.isArray(actual)
        ? mismatches(expected.member, actual.at(-1), `${path}[last]`)
        : [`${path}: ${shown(actual)} is no list`];
    return matchers[expected.$]?.(actual) ? [] : [`${path}: ${shown(actual)} is no ${expected.$}`];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      return [`${path}: ${shown(actual)} is not the list ${shown(expected)}`];
    return expected.flatMap((member, index) => mismatches(member, actual[index], `${path}[${index}]`));
  }
  if (isPlainObject(expected)) return members(expected, actual, path, true);
  return Object.is(expected, actual) ? [] : [`${path}: ${shown(actual)} is not ${shown(expected)}`];
}

function members(expected: unknown, actual: unknown, path: string, exactly: boolean): readonly string[] {
  if (!isPlainObject(actual) || !isPlainObject(expected)) return [`${path}: ${shown(actual)} is no object`];
  const strangers = exactly ? Object.keys(actual).filter((key) => !Object.hasOwn(expected, key)) : [];
  return [
    ...strangers.map((key) => `${path}.${key}: not expected, is ${shown(actual[key])}`),
    ...Object.entries(expected).flatMap(([key, member]) =>
      Object.hasOwn(actual, key)
        ? mismatches(member, actual[key], `${path}.${key}`)
        : [`${path}.${key}: missing`],
    ),
  ];
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300);
