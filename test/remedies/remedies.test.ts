import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/model/errors.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { readParameters, remedies, remedy, remedyTable } from '../../src/remedies/index.ts';

describe('the table of remedies', () => {
  test('every entry stands under its own name', () => {
    expect(Object.entries(remedyTable).map(([name, entry]) => [name, entry.name])).toEqual(
      remedies.map(({ name }) => [name, name]),
    );
  });

  test('a slip is answered with what was meant, anything else with the list', () => {
    expect(() => remedy('exchange-mapi-sesions')).toThrow(
      /^there is no remedy "exchange-mapi-sesions"; did you mean "exchange-mapi-sessions"/,
    );
    expect(() => remedy('toString')).toThrow(/there are exchange-mapi-sessions, .*, stated-states$/);
  });

  test.each(remedies)('$name accepts its own defaults and bounds', ({ name, parameters }) => {
    // What has no default has to be said.
    const said = Object.entries(parameters).flatMap(([parameter, { type }]) =>
      type === 'address' ? [[parameter, 'ex01.corp.example'] as const] : [],
    );
    for (const [parameter, { type, minimum, maximum, default: usual }] of Object.entries(parameters)) {
      if (type !== 'integer') continue;
      for (const value of [minimum, maximum, usual].filter((one) => one !== undefined))
        expect(
          readParameters(remedy(name), { ...Object.fromEntries(said), [parameter]: value }, 'here')[
            parameter
          ],
        ).toBe(value);
    }
  });
});

describe('readParameters', () => {
  test.each(['ex01', 'ex01.corp.example', '10.0.30.5', 'fd00::5', 'HOST_1'])('%s is an address', (peer) => {
    expect(readParameters(remedyTable['vpn-black-hole'], { peer }, 'here').peer).toBe(peer);
  });

  test.each(['', ' ', '-c', '10.0.0.1; reload', 'a\nb', '$(id)', 'x'.repeat(300), 7, null])(
    '%j is none: it would stand in lines to copy',
    (peer) => {
      expect(() => readParameters(remedyTable['vpn-black-hole'], { peer }, 'here')).toThrow(UsageError);
    },
  );

  const sessions = remedyTable['exchange-mapi-sessions'];
  const read = (given: JsonObject) => readParameters(sessions, given, 'hosts.yaml:12');
  const spooler = { kind: 'service-status', service: 'Spooler' };
  const stated = {
    resource: spooler,
    want: { status: 'present', value: 'running' },
    reason: 'r',
    sensitive: false,
  };
  const states = (...given: JsonObject[]) =>
    readParameters(remedyTable['stated-states'], { states: given }, 'hosts.yaml:12');

  test('what is left out has its default', () => {
    expect(read({ hours: 24 })).toEqual({ limit: 64, hours: 24 });
  });

  test.each([
    [
      { limit: 32 },
      /^hosts\.yaml:12: exchange-mapi-sessions: limit: expected a whole number from 33 to 512, found 32\. .*smallest value/,
    ],
    [{ limit: 513 }, /found 513/],
    [{ limit: 64.5 }, /expected a whole number from 33 to 512, found 64\.5/],
    [{ limit: '64' }, /found "64"/],
    [{ hours: null, limt: 64 }, /has no parameter "limt"; did you mean "limit"\?/],
    [{ sensitive: true }, /has no parameter "sensitive"; it has limit, hours$/],
  ] as [JsonObject, RegExp][])('refuses %j with place, bounds and reason', (given, message) => {
    expect(() => read(given)).toThrow(UsageError);
    expect(() => read(given)).toThrow(message);
  });

  const bounded = remedies.flatMap((remedy) =>
    Object.entries(remedy.parameters).flatMap(([name, parameter]) =>
      parameter.type === 'integer' ? [{ title: `${remedy.name}.${name}`, remedy, name, parameter }] : [],
    ),
  );
  test.each(bounded)('$title: what lies outside of its bounds is refused', ({ remedy, name, parameter }) => {
    const { minimum, maximum, among = [minimum ?? Number.NaN, maximum ?? Number.NaN] } = parameter;
    const others = [Math.min(...among) - 1, Math.min(...among) + 0.5, Math.max(...among) + 1];
    const needed = name === 'peer' || !('peer' in remedy.parameters) ? {} : { peer: 'ex01' };
    for (const value of among)
      expect(readParameters(remedy, { ...needed, [name]: value }, 'here')).toMatchObject({ [name]: value });
    for (const value of [...others, String(among[0]), true, [among[0] ?? 0]])
      expect(() => readParameters(remedy, { ...needed, [name]: value }, 'here')).toThrow(
        new RegExp(`^here: ${remedy.name}: ${name}: expected .*found`),
      );
  });

  test('a registry view is one of two, and nothing between them', () => {
    expect(() => readParameters(remedyTable['gc-break-on-oom'], { hours: 8, view: 33 }, 'here')).toThrow(
      /view: expected 32 or 64, found 33\. As many bits/,
    );
  });

  test('states have no default: they are stated or missing', () => {
    expect(() => readParameters(remedyTable['stated-states'], {}, 'here')).toThrow(
      /states is missing: the wanted/,
    );
    expect(states(stated)).toEqual({ states: [stated] });
    expect(() => states()).toThrow(UsageError);
  });

  test.each([
    [{ ...stated, want: { status: 'unreadable', why: '' } }, /states: 0\.want/],
    [{ ...stated, resource: { kind: 'file', path: 'c:' } }, /states: 0\.resource/],
    [{ ...stated, reason: '' }, /states: 0\.reason/],
    [{ ...stated, extra: 1 }, /states: 0: "extra" does not belong/],
    [{ ...stated, restart: '' }, /states: 0\.restart/],
    [{ ...stated, sensitive: 'no' }, /states: 0\.sensitive/],
    [{ ...stated, resource: { ...spooler, kind: 'registry-value' } }, /states: 0\.resource: "service"/],
  ] as [JsonObject, RegExp][])('a state that is none is refused with its place: %j', (given, message) => {
    expect(() => states(given)).toThrow(message);
  });

  test('a remedy that is handed unchecked parameters fails as a bug, not as a verdict', () => {
    expect(() => sessions.needs({})).toThrow(TypeError);
    expect(() => remedyTable['stated-states'].needs({ states: 1 })).toThrow(TypeError);
  });
});
