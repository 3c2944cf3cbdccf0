import { describe, expect, test } from 'vitest';
import { read, refusalOf } from './read.ts';

const file = (...entries: string[]) =>
  `hosts:\n  EX01:\n    transport: { type: local }\n    variables: { n: 5, count: 55536 }\n    states:\n${entries.map((entry) => `      - ${entry}\n`).join('')}`;
const statesOf = (...entries: string[]) => read(file(...entries)).hosts[0]?.remedies['stated-states']?.states;
const value = (rest: string) => `{ registry: 'HKLM\\SOFTWARE\\X', name: V, reason: r, ${rest} }`;

describe('a stated state in its normal form', () => {
  test.each([
    ['dword: 0x10', { kind: 'REG_DWORD', data: 16 }],
    ['dword: 4294967295', { kind: 'REG_DWORD', data: 4294967295 }],
    ["dword: '${n}'", { kind: 'REG_DWORD', data: 5 }],
    ['qword: 12', { kind: 'REG_QWORD', data: '12' }],
    ["qword: '18446744073709551615'", { kind: 'REG_QWORD', data: '18446744073709551615' }],
    ["qword: '0xff'", { kind: 'REG_QWORD', data: '255' }],
    ["string: ''", { kind: 'REG_SZ', data: '' }],
    ["string: '2024-01-01T00:00:00Z'", { kind: 'REG_SZ', data: '2024-01-01T00:00:00Z' }],
    ['string: no', { kind: 'REG_SZ', data: 'no' }],
    ["expand-string: '%TEMP%'", { kind: 'REG_EXPAND_SZ', data: '%TEMP%' }],
    ['multi-string: [a, b]', { kind: 'REG_MULTI_SZ', data: ['a', 'b'] }],
    ["binary: '00 FF,1a'", { kind: 'REG_BINARY', data: '00ff1a' }],
    ["none: ''", { kind: 'REG_NONE', data: '' }],
  ])('%s', (said, expected) => {
    expect(statesOf(value(said))).toEqual([
      {
        resource: { kind: 'registry-value', hive: 'HKLM', key: 'SOFTWARE\\X', name: 'V', view: 64 },
        want: { status: 'present', value: expected },
        reason: 'r',
        sensitive: false,
      },
    ]);
  });

  test('absent, the other view, sensitive and the service to restart', () => {
    expect(statesOf(value('absent: true, view: 32, sensitive: true, restart: Spooler'))).toMatchObject([
      {
        resource: { view: 32 },
        want: { status: 'absent', missing: 'value' },
        sensitive: true,
        restart: 'Spooler',
      },
    ]);
  });

  test('what Windows itself reads when it starts; with a service to restart as well it is a mistake', () => {
    expect(statesOf(value('dword: 1, reboot: true'))).toMatchObject([{ reboot: true }]);
    expect(refusalOf(file(value('dword: 1, reboot: true, restart: Spooler')))).toMatch(
      /found reboot and restart, expected one of them/,
    );
  });

  test('the program that must not run meanwhile', () => {
    expect(statesOf(value('dword: 1, closed: OUTLOOK.EXE'))).toMatchObject([{ closed: 'OUTLOOK.EXE' }]);
    expect(refusalOf(file(value("dword: 1, closed: 'C:\\Office\\OUTLOOK.EXE'")))).toMatch(
      /the name of a program/,
    );
  });

  test('a value of every user names no hive and no SID: which there are, only the host can tell', () => {
    expect(statesOf("{ users: 'Software\\X', name: V, dword: 1, default-profile: true, reason: r }")).toEqual(
      [
        {
          resource: { kind: 'users-registry-value', key: 'Software\\X', name: 'V', defaultProfile: true },
          want: { status: 'present', value: { kind: 'REG_DWORD', data: 1 } },
          reason: 'r',
          sensitive: false,
        },
      ],
    );
    expect(statesOf("{ users: 'Software\\X', name: '', absent: true, reason: r }")).toMatchObject([
      { resource: { name: '', defaultProfile: false }, want: { status: 'absent', missing: 'value' } },
    ]);
  });

  test('a service with both is two states, the start type first', () => {
    expect(statesOf('{ service: Spooler, status: running, start: auto, reason: r }')).toMatchObject([
      { resource: { kind: 'service-start-type', service: 'Spooler' }, want: { value: 'auto' } },
      { resource: { kind: 'service-status', service: 'Spooler' }, want: { value: 'running' } },
    ]);
  });

  test.each([
    ['ipv4/tcp', 'IPv4', 'TCP'],
    ['ipv6/udp', 'IPv6', 'UDP'],
  ])('the ports %s', (ports, family, protocol) => {
    expect(statesOf(`{ ports: ${ports}, start: 10000, number: '\${count}', reason: r }`)).toEqual([
      {
        resource: { kind: 'tcp-port-range', family, protocol },
        want: { status: 'present', value: { start: 10000, number: 55536 } },
        reason: 'r',
        sensitive: false,
      },
    ]);
  });

  test.each([
    ['ipv4', 'IPv4'],
    ['ipv6', 'IPv6'],
  ])('the MTU of %s, now and after every boot', (said, family) => {
    expect(statesOf(`{ mtu: 1400, interface: '\${n}', family: ${said}, reason: r }`)).toEqual([
      {
        resource: { kind: 'interface-mtu', interface: 5, family },
        want: { status: 'present', value: { active: 1400, persistent: 1400 } },
        reason: 'r',
        sensitive: false,
      },
    ]);
  });

  test.each(['HKLM\\A\\B', 'HKEY_LOCAL_MACHINE\\A\\B', 'hklm:\\A\\B\\'])('the key %s', (path) => {
    expect(statesOf(`{ registry: '${path}', name: V, dword: 1, reason: r }`)).toMatchObject([
      { resource: { hive: 'HKLM', key: 'A\\B' } },
    ]);
  });

  test('a group says first, and a host that says the same value again counts', () => {
    const text = `groups:\n  a: { states: [${value('dword: 1')}, { service: B, status: running, reason: r }] }\nhosts:\n  EX01: { groups: [a], transport: { type: local }, states: [{ registry: 'hklm\\software\\x', name: v, dword: 2, reason: mine }] }\n`;
    expect(read(text).hosts[0]?.remedies['stated-states']?.states).toMatchObject([
      { want: { value: { data: 2 } }, reason: 'mine' },
      { resource: { service: 'B' } },
    ]);
  });
});

describe('a stated state that is refused', () => {
  test.each([
    [value(''), /found none of them, expected exactly one of dword, qword/],
    [value('dword: 1, string: x'), /found dword and string, expected exactly one of/],
    [
      value('dword: 4294967296'),
      /states\[1\].dword: found the number 4294967296, expected a whole number from 0/,
    ],
    [value('dword: -1'), /found the number -1, expected a whole number/],
    [value("dword: '${text}'"), /found the variable \$\{text\} that this host does not have/],
    [value("qword: '18446744073709551616'"), /expected a whole number from 0 to 18446744073709551615/],
    [value('string: 1.10'), /found the number 1.1, expected text \(put it in quotes\)/],
    [value('binary: 0011'), /found the number 11, expected hexadecimal digits \(put them in quotes\)/],
    [value("binary: 'abc'"), /found "abc", expected pairs of hexadecimal digits/],
    [value("binary: 'xyz', sensitive: true"), /found a value that is not shown, expected pairs/],
    [value('absent: false'), /expected true, or nothing at all/],
    [value('dword: 1, view: 16'), /found the number 16, expected 32 or 64/],
    [value('dword: 1, status: running'), /found status without service; it belongs to a service entry/],
    [
      "{ registry: 'HKLM\\X', dword: 1, reason: r }",
      /found no name, expected the value's name \('' is the key's default/,
    ],
    ["{ registry: 'HKLM\\X', name: V, dword: 1 }", /found no reason, expected text; add reason:/],
    [
      "{ registry: 'HKCU\\X', name: V, dword: 1, reason: r }",
      /found the hive HKCU.*the hive of our own account/,
    ],
    ["{ registry: 'HKEY_CLASSES_ROOT\\X', name: V, dword: 1, reason: r }", /write HKLM\\SOFTWARE\\Classes/],
    [
      "{ registry: 'SOFTWARE\\X', name: V, dword: 1, reason: r }",
      /found "SOFTWARE", expected a path that begins with HKLM/,
    ],
    ["{ registry: 'HKLM', name: V, dword: 1, reason: r }", /found only HKLM, expected a key below it/],
    ["{ registry: 'HKLM\\\\X', name: V, dword: 1, reason: r }", /found \\\\, expected single backslashes/],
    ['{ registry: "HKLM\\test", name: V, dword: 1, reason: r }', /found a control character.*single quotes/],
    ['{ service: Spooler, reason: r }', /found neither status nor start/],
    [
      '{ service: Spooler, start: automatic, reason: r }',
      /found the text "automatic", expected auto, delayed/,
    ],
    ['{ service: Spooler, status: running, dword: 1, reason: r }', /found dword without registry/],
    [
      "{ users: 'HKCU\\Software\\X', name: V, dword: 1, reason: r }",
      /found the hive HKCU, expected a key of the user/,
    ],
    ["{ users: 'HKU:\\S-1-5-21-1\\X', name: V, dword: 1, reason: r }", /found the hive HKU, expected a key/],
    ["{ users: 'Software\\Classes\\X', name: V, dword: 1, reason: r }", /another hive of the user/],
    ["{ users: 'Software\\\\X', name: V, dword: 1, reason: r }", /expected single backslashes/],
    ["{ users: 'Software\\X', dword: 1, reason: r }", /found no name/],
    ["{ users: 'Software\\X', name: V, dword: 1, restart: B, reason: r }", /found restart without registry/],
    [
      '{ service: B, status: running, default-profile: true, reason: r }',
      /found default-profile without users/,
    ],
    ['{ reason: r }', /found none of them, expected exactly one of registry, users, service, ports/],
    [
      "{ service: B, registry: 'HKLM\\X', reason: r }",
      /found registry and service, expected exactly one of registry, users, service/,
    ],
    ['{ ports: ipv4/tcp, start: 1024, number: 1000, reason: r }', /start: .*the first port from 1025/],
    ['{ ports: ipv4/tcp, start: 10000, number: 254, reason: r }', /a number of ports from 255 to 64511/],
    ['{ ports: ipv4/tcp, start: 10000, number: 55537, reason: r }', /an end at 65535 or below; it is 65536/],
    ['{ ports: ipv4/tcp, start: auto, number: 1000, reason: r }', /found "auto", expected the first port/],
    ['{ ports: ipv4/tcp, number: 1000, reason: r }', /found no start, expected the first port/],
    ['{ ports: ipv4/tcp, start: 10000, reason: r }', /found no number, expected how many ports/],
    ['{ ports: ipv4, start: 10000, number: 1000, reason: r }', /expected ipv4\/tcp, ipv4\/udp/],
    [
      '{ ports: ipv4/tcp, start: 10000, number: 1000, restart: B, reason: r }',
      /found restart without registry; it belongs to a registry entry/,
    ],
    [
      '{ ports: ipv4/tcp, start: 10000, number: 1000, sensitive: true, reason: r }',
      /found sensitive without registry or users or service/,
    ],
    ['{ mtu: 575, interface: 12, family: ipv4, reason: r }', /expected a whole number from 576 to 65535/],
    ['{ mtu: 1279, interface: 12, family: ipv6, reason: r }', /found 1279, expected 1280 or above/],
    ['{ mtu: 1400, interface: 0, family: ipv4, reason: r }', /expected the index of an interface/],
    ['{ mtu: 1400, interface: Ethernet, family: ipv4, reason: r }', /expected the index of an interface/],
    ['{ mtu: 1400, family: ipv4, reason: r }', /found no interface, expected the index of one/],
    ['{ mtu: 1400, interface: 12, reason: r }', /found no family, expected ipv4 or ipv6/],
    ['{ mtu: 1400, interface: 12, family: ipv4, start: 1, reason: r }', /first port from 1025/],
    [
      '{ mtu: 1400, interface: 12, family: ipv4, start: 2000, reason: r }',
      /found start without service or ports/,
    ],
    ['{ service: B, start: 2000, reason: r }', /found 2000, expected auto, delayed/],
    ["{ ports: ipv4/tcp, start: '${text}', number: 1000, reason: r }", /found the variable \$\{text\}/],
  ])('%s', (entry, message) => {
    expect(refusalOf(file(entry))).toMatch(message);
  });

  test('twice in one list, whatever its case', () => {
    expect(refusalOf(file(value('dword: 1'), value('dword: 1').replace('SOFTWARE', 'software')))).toMatch(
      /^hosts.yaml:7:9: host EX01, states\[2\]: found HKLM\\software\\X "V" \(64-bit view\) stated a second time/,
    );
  });

  test('in a group that has no hosts yet', () => {
    expect(
      refusalOf(`groups:\n  a: { states: [{ service: B, reason: r }] }\n${file(value('dword: 1'))}`),
    ).toMatch(/^hosts.yaml:2:19: group a, states\[1\].service: found neither/);
  });
});
