import { describe, expect, test } from 'vitest';
import { refusalOf } from './read.ts';

/** A host that is in order, to put one mistake beside. */
const fine = 'hosts:\n  EX01: { transport: { type: local } }\n';
const ssh = (transport: string) => `hosts:\n  EX01:\n    transport: { user: anna, ${transport} }\n`;

const table: readonly [what: string, file: string, message: string | RegExp][] = [
  ['an empty file', '', 'hosts.yaml:1:1: found an empty file, expected hosts:; see the commented example'],
  [
    'only comments',
    '# later\n',
    'hosts.yaml:1:1: found an empty file, expected hosts:; see the commented example',
  ],
  [
    'text instead of a mapping',
    'EX01',
    'hosts.yaml:1:1: the inventory: found the text "EX01", expected a mapping with hosts',
  ],
  ['no hosts', 'groups: {}\n', /^hosts.yaml:1:1: the inventory: found no hosts, expected .*; add hosts:$/],
  ['hosts without any', 'hosts: {}\n', 'hosts.yaml:1:1: hosts: found no host, expected at least one'],
  [
    'hosts as a list',
    'hosts: [EX01]\n',
    'hosts.yaml:1:8: hosts: found a list, expected a mapping of hosts, each under its name',
  ],
  [
    'a key given twice',
    `${fine}  EX01: { transport: { type: local } }\n`,
    'hosts.yaml:3:3: found the key "EX01" a second time (first on line 2); keep one of them',
  ],
  [
    'names that differ in case only',
    `${fine}  ex01: { transport: { type: local } }\n`,
    /hosts.yaml:3:3: found the host ex01 beside the host EX01 of line 2;.*rename one/,
  ],
  [
    'a host named as a group',
    `groups:\n  EX01: {}\n${fine}`,
    /hosts.yaml:4:3: found the host EX01 beside the group EX01 of line 2/,
  ],
  [
    'a host named all',
    'hosts:\n  all: {}\n',
    /hosts.yaml:2:3: hosts: found the name "all", expected a name of letters.*nor the word all/,
  ],
  [
    'a host named as a glob',
    'hosts:\n  "EX*": {}\n',
    /hosts.yaml:2:3: hosts: found the name "EX\*", expected a name/,
  ],
  [
    'a misspelt key',
    'hosts:\n  EX01: { adress: ex }\n',
    /hosts.yaml:2:11: host EX01: found "adress", expected one of groups, address, .*; did you mean "address"\?$/,
  ],
  [
    'a merge key',
    'hosts:\n  EX01: { <<: { address: x } }\n',
    /hosts.yaml:2:11: host EX01: found "<<", .*put what is shared into a group$/,
  ],
  [
    'an unknown group',
    `groups:\n  exchange: {}\n${fine}  EX02: { groups: [exchnage], transport: { type: local } }\n`,
    'hosts.yaml:5:20: host EX02: found the group "exchnage", expected a group that stands under groups:; did you mean "exchange"?',
  ],
  [
    'a group in a group that is not there',
    `groups:\n  a: { groups: [b] }\n${fine}`,
    'hosts.yaml:2:17: group a: found the group "b", expected a group that stands under groups:; did you mean "a"?',
  ],
  [
    'a group inside itself',
    `groups:\n  a: { groups: [b] }\n  b: { groups: [c] }\n  c: { groups: [b] }\n${fine}`,
    'hosts.yaml:3:8: found a group inside itself: b is in c is in b; take one of these memberships out',
  ],
  [
    'a membership given twice',
    'groups:\n  a: {}\nhosts:\n  EX01: { groups: [a, a], transport: { type: local } }\n',
    'hosts.yaml:4:23: host EX01: found the group "a" a second time; keep one',
  ],
  [
    'a port as text',
    ssh("port: '22'"),
    'hosts.yaml:3:36: host EX01, transport.port: found the text "22", expected a port number from 1 to 65535',
  ],
  [
    'a port too high',
    ssh('port: 65536'),
    'hosts.yaml:3:36: host EX01, transport.port: found the number 65536, expected a port number from 1 to 65535',
  ],
  [
    'a number where text belongs',
    ssh('key: 42'),
    'hosts.yaml:3:35: host EX01, transport.key: found the number 42, expected text; put it in quotes',
  ],
  [
    'an unknown transport',
    ssh('type: winrn'),
    'hosts.yaml:3:36: host EX01, transport.type: found the text "winrn", expected ssh, winrm, local, command or simulated',
  ],
  [
    'nobody to log in as',
    'hosts:\n  EX01: {}\n',
    'hosts.yaml:2:3: host EX01: found no user for the SSH connection, expected one; add user: to the host or to a group of it',
  ],
  [
    'a jump host without a user',
    ssh('via: [{ address: hop }]'),
    /hosts.yaml:3:30: host EX01, transport.via: jump host hop: found no user/,
  ],
  [
    'user and port in the address',
    `hosts:\n  EX01: { address: 'anna@ex01:22', transport: { user: anna } }\n`,
    /hosts.yaml:2:11: host EX01, address: found the address "anna@ex01:22", expected a host name or an IP address/,
  ],
  [
    'a command without a program',
    'hosts:\n  EX01: { transport: { type: command } }\n',
    /hosts.yaml:2:3: host EX01: found no argv, .*add argv:$/,
  ],
  [
    'an empty command',
    'hosts:\n  EX01: { transport: { type: command, argv: [] } }\n',
    /found a list, expected a list with at least a program/,
  ],
  [
    'a simulated host without a state',
    'hosts:\n  EX01: { transport: { type: simulated } }\n',
    /host EX01: found no state, .*add state:$/,
  ],
  [
    'a setting of another transport',
    ssh('argv: [x]'),
    'hosts.yaml:3:30: host EX01, transport.argv: found argv, which is for command; the transport of this host is ssh',
  ],
  [
    'a group that mixes two transports',
    `groups:\n  a: { transport: { type: local, port: 22 } }\n${fine}`,
    'hosts.yaml:2:34: group a, transport.port: found port, which is for ssh and winrm; the type here is local',
  ],
  [
    'an address for the local machine',
    'hosts:\n  EX01: { address: x, transport: { type: local } }\n',
    /hosts.yaml:2:11: host EX01, address: found address, which is for ssh/,
  ],
  [
    'an unknown variable',
    `hosts:\n  EX01: { address: 'ex.\${doman}', variables: { domain: x }, transport: { user: a } }\n`,
    /hosts.yaml:2:11: host EX01, address: found the variable \$\{doman\} .*did you mean "domain"\? \(for host EX01\)$/m,
  ],
  [
    'a variable that is a list, inside text',
    `hosts:\n  EX01: { address: 'ex.\${d}', variables: { d: [1] }, transport: { user: a } }\n`,
    /found the variable \$\{d\} inside text, but it holds no text/,
  ],
  [
    'a variable of the wrong type',
    `hosts:\n  EX01: { variables: { u: 7 }, transport: { user: '\${u}' } }\n`,
    /hosts.yaml:2:45: host EX01, transport.user: with its variables put in, expected text \(for host EX01\)$/m,
  ],
  [
    'a variable called name',
    'hosts:\n  EX01: { variables: { name: x }, transport: { type: local } }\n',
    /found the name "name", expected .*the host's own name/,
  ],
  [
    'the states remedy by hand',
    'hosts:\n  EX01: { remedies: { stated-states: { states: [] } }, transport: { type: local } }\n',
    /found the name "stated-states", expected/,
  ],
];

describe('a mistake names file, line, column, what was found, what was expected and the next move', () => {
  test.each(table)('%s', (_what, file, message) => {
    if (typeof message === 'string') expect(refusalOf(file)).toBe(message);
    else expect(refusalOf(file)).toMatch(message);
  });

  test('all mistakes of a file come at once, in its order, whatever stage finds them', () => {
    const lines = refusalOf(`groups:
  a: { groups: [b] }
hosts:
  EX01: { transport: { user: x, port: no } }
  EX01: { transport: { user: x, prot: 22 } }
  EX02: {}
  EX03: { transport: { user: x }, states: [{ registry: 'HKCU\\x', name: y, dword: 1, reason: r }] }
`).split('\n');
    expect(lines.map((line) => line.split(':').slice(1, 2).join())).toEqual(['2', '5', '5', '6', '7']);
  });

  test('a file full of mistakes is cut after fifty', () => {
    const hosts = Array.from({ length: 120 }, (_, index) => `  EX${index}: { adress: x }`);
    expect(
      refusalOf(`hosts:\n${hosts.join('\n')}\n`)
        .split('\n')
        .at(-1),
    ).toBe('... and 70 more mistakes');
  });

  test('control characters of the file do not reach the terminal', () => {
    expect(refusalOf('hosts:\n  "EX\\e[2J": {}\n')).toContain('"EX\\u001b[2J"');
  });
});
