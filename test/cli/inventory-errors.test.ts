import { chmod, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { Desk } from './desk.ts';

const SECRET = 'hunter2-Tr0ub4dor';
const local = '{ transport: { type: local } }';
const ssh = (more: string) =>
  `hosts:\n  EX01: { address: 127.0.0.1, transport: { user: ann, port: 9, ${more} } }\n`;

/** What a user reads when the inventory, or what it refers to, is not right: on stderr, with the place and the next move; exit code 1. */
describe('an inventory', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open({});
    for (const [name, mode] of [
      ['open', 0o644],
      ['empty', 0o600],
    ] as const) {
      await writeFile(desk.path(name), name === 'open' ? SECRET : '');
      await chmod(desk.path(name), mode);
    }
  });

  it.each<[what: string, inventory: string | Buffer, expected: RegExp]>([
    [
      'that is no YAML',
      `hosts:\n  EX01: '${SECRET}\n`,
      /e\.yaml:2:9: found a quote that nothing closes, expected/,
    ],
    [
      'in another encoding',
      Buffer.from('hosts:\n  # für\n', 'latin1'),
      /e\.yaml:2:1: found bytes that are no UTF-8/,
    ],
    [
      'with a host given twice',
      `hosts:\n  EX01: ${local}\n  EX01: ${local}\n`,
      /e\.yaml:3:3: found the key "EX01" a second time \(first on line 2\); keep one/,
    ],
    [
      'with a group inside itself',
      `groups:\n  a: { groups: [b] }\n  b: { groups: [a] }\nhosts:\n  EX01: ${local}\n`,
      /e\.yaml:2:8: found a group inside itself: a is in b is in a; take one of these memberships out/,
    ],
    [
      'with an unknown group',
      'hosts:\n  EX01: { groups: [berlni] }\ngroups:\n  berlin: {}\n',
      /e\.yaml:2:20: host EX01: found the group "berlni", expected .*; did you mean "berlin"\?/,
    ],
    [
      'with a password in it',
      ssh(`password: ${SECRET}`),
      /e\.yaml:2:\d+: found a password in plain text \(not shown\).*write password: \{ env: NAME \}/,
    ],
    [
      'that refers to no variable of the environment',
      ssh('password: { env: SETRIGHT_TEST_UNSET }'),
      /the environment variable SETRIGHT_TEST_UNSET, .* is not set; set it for this command/,
    ],
    [
      'that refers to no file',
      ssh('password: { file: none }'),
      /the credential file \S+none, .* does not exist; create it, readable by you alone/,
    ],
    [
      'that refers to an empty file',
      ssh('password: { file: empty }'),
      /empty is empty; write the credential into it/,
    ],
    [
      'that has to ask where nobody is',
      ssh('password: { prompt: Password of ann }'),
      /a credential has to be asked for \("Password of ann"\), and there is no terminal to ask on/,
    ],
    ...(process.platform === 'win32'
      ? []
      : [
          [
            'that refers to a file that others can read',
            ssh('password: { file: open }'),
            /open is open to others \(mode 644\); close it with chmod 600, and change the credential/,
          ] as [string, string, RegExp],
        ]),
  ])('%s', async (_what, inventory, expected) => {
    await writeFile(desk.path('e.yaml'), inventory);
    const said = await desk.type('check', 'all', '-i', desk.path('e.yaml'));
    expect(said).toMatchObject({ exitCode: 1, stdout: '' });
    expect(said.stderr).toMatch(expected);
    expect(said.stderr).not.toContain(SECRET);
  });
});

describe('a selection is refused, never taken for all', () => {
  it.each([
    [['nobody'], /has no host and no group "nobody"; it has the groups berlin, empty and the hosts EX01/],
    [['berlni'], /has no host and no group "berlni"; did you mean "berlin"\?/],
    [['empty'], /the group empty has no hosts/],
    [['MUC*'], /no host of \S+ matches "MUC\*"; globs are compared with host names/],
    [['!EX01'], /only exclusions were named \(!EX01\); say from what to exclude, for example all !EX01/],
    [['all', '!muc'], /has no host and no group "muc"/],
    [['berlin', '--limit', 'muc'], /has no host and no group "muc"/],
    [['berlin', '--limit', '!EX01'], /nothing is left of the selection berlin within --limit !EX01/],
    [[''], /found an empty selector/],
  ])('%j', async (words, expected) => {
    const desk = await Desk.open({});
    await writeFile(
      desk.path('s.yaml'),
      'groups: { berlin: {}, empty: {} }\nhosts:\n  EX01: { groups: [berlin], transport: { type: local } }\n',
    );
    for (const verb of ['check', 'plan', 'hosts', 'explain', 'doctor', 'diagnose']) {
      const said = await desk.type(verb, ...words, '-i', desk.path('s.yaml'));
      expect(said.exitCode, verb).toBe(1);
      expect(said.stderr, verb).toMatch(expected);
    }
  });
});
