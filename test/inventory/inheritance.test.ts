import { describe, expect, test } from 'vitest';
import { read, refusalOf } from './read.ts';

const only = (text: string) => {
  const [host] = read(text).hosts;
  if (!host) throw new Error('no host');
  return host;
};

describe('the nearest to the host counts', () => {
  const nested = `
groups:
  outer: { transport: { user: outer, port: 1 }, variables: { a: outer, b: outer, c: outer } }
  inner: { groups: [outer], transport: { port: 2 }, variables: { b: inner, c: inner } }
hosts:
  EX01: { groups: [inner], variables: { c: host } }
  EX02: { groups: [inner, outer] }
`;
  test('host before group before the groups that is in, key by key', () => {
    const host = only(nested);
    expect(host.variables).toEqual({ a: 'outer', b: 'inner', c: 'host' });
    expect(host.transport).toMatchObject({ user: 'outer', port: 2 });
    expect(host.groups).toEqual(['outer', 'inner']);
  });

  test('to be in the outer group as well changes nothing', () => {
    const [first, second] = read(nested).hosts;
    expect(second?.transport).toEqual({ ...first?.transport, address: 'EX02' });
  });

  test('a group holds the hosts of the groups inside it', () => {
    expect([...read(nested).groups]).toEqual([
      ['outer', ['EX01', 'EX02']],
      ['inner', ['EX01', 'EX02']],
    ]);
  });

  test('a host of another transport leaves what its groups say of theirs', () => {
    const host = only(
      'groups:\n  a: { transport: { type: ssh, user: x, port: 2 }, address: y }\nhosts:\n  EX01: { groups: [a], transport: { type: simulated, state: ex01.json } }\n',
    );
    expect(host.transport).toEqual({ type: 'simulated', state: '/home/anna/fleet/ex01.json' });
  });

  test('where it stands is remembered', () => {
    expect(only(nested).source).toBe('hosts.yaml:6');
  });
});

describe('two groups, neither in the other', () => {
  const two = (a: string, b: string, host = '') => `groups:
  a: { transport: { user: x }, ${a} }
  b: { ${b} }
hosts:
  EX01: { groups: [a, b]${host} }
`;
  test('that disagree are refused by both their lines, never silently ordered', () => {
    expect(refusalOf(two('variables: { site: ber }', 'variables: { site: muc }'))).toBe(
      'hosts.yaml:5:3: host EX01: group a (line 2) and group b (line 3) disagree about variables.site; say it on the host, or put one group into the other',
    );
  });

  test('that disagree about a parameter or a state are refused too', () => {
    const state = (start: string) => `states: [{ service: Spooler, start: ${start}, reason: r }]`;
    expect(refusalOf(two('remedies: { m: { n: 1 } }', 'remedies: { m: { n: 2 } }'))).toContain(
      'remedies.m.n',
    );
    expect(refusalOf(two(state('auto'), state('manual')))).toContain(
      'disagree about service-start-type Spooler',
    );
  });

  test('may say the same', () => {
    const host = only(two('variables: { site: { n: 1, m: 2 } }', 'variables: { site: { m: 2, n: 1 } }'));
    expect(host.variables).toEqual({ site: { n: 1, m: 2 } });
  });

  test('are settled by the host', () => {
    const host = only(
      two('variables: { site: ber }', 'variables: { site: muc }', ', variables: { site: ham }'),
    );
    expect(host.variables).toEqual({ site: 'ham' });
  });
});

describe('variables', () => {
  const host = (rest: string, variables = 'n: 7, text: "a${b}"') =>
    only(
      `hosts:\n  EX01:\n    variables: { ${variables} }\n    transport: { type: local }\n    remedies: { m: ${rest} }\n`,
    ).remedies.m;

  test('stand inside text as text, alone as what they are', () => {
    expect(host("{ a: '<${n}>', b: '${n}', c: ['${name}'] }")).toEqual({ a: '<7>', b: 7, c: ['EX01'] });
  });

  test('are data: what they hold is not read again, and $${ is the characters', () => {
    expect(host("{ a: '${text}', b: '$${n}' }")).toEqual({ a: 'a${b}', b: '${n}' });
  });

  test('an overruled setting needs no variables', () => {
    const text = `groups:\n  a: { address: '\${missing}' }\nhosts:\n  EX01: { groups: [a], address: ex, transport: { user: x } }\n`;
    expect(only(text).transport).toMatchObject({ address: 'ex' });
  });
});

test('~ is the home folder, and ~bob is just a name', () => {
  const text = (key: string) => `hosts:\n  EX01: { transport: { user: x, key: ${key} } }\n`;
  expect(only(text('~/k')).transport).toMatchObject({ keyFile: '/home/anna/k', agent: false });
  expect(only(text('~bob/k')).transport).toMatchObject({ keyFile: '/home/anna/fleet/~bob/k' });
});
