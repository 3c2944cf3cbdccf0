import { describe, expect, test } from 'vitest';
import { refusalOf } from './read.ts';

const fine = 'hosts:\n  EX01: { transport: { type: local } }\n';

const table: readonly [what: string, file: string, message: string | RegExp][] = [
  ['a tab', 'hosts:\n\tEX01:\n', /hosts.yaml:2:1: found a tab, expected spaces/],
  [
    'a path in double quotes',
    'hosts:\n  EX01: { address: "HKLM\\SYSTEM" }\n',
    /hosts.yaml:2:\d+: found a backslash in double quotes.*single quotes/,
  ],
  [
    'a quote that is not closed',
    `${fine}  EX02: 'x\n  EX03: {}\n`,
    'hosts.yaml:3:9: found a quote that nothing closes, expected the same quote again at the end of the text',
  ],
  [
    'a quote inside quotes',
    "hosts:\n  EX01: 'it's'\n",
    /hosts.yaml:2:13: found something behind the end of a text.*'it''s'/,
  ],
  [
    'a brace that is not closed',
    `hosts:\n  EX01: { transport: { type: local }\n  EX02: {}\n`,
    /hosts.yaml:3:3: found no \} for a \{ before this place, expected one/,
  ],
  [
    'a bracket that is not closed',
    'hosts:\n  EX01: { groups: [a, b }\n',
    /hosts.yaml:2:25: found no \] for a \[/,
  ],
  ['a brace too many', 'hosts:\n  EX01: {}}\n', /hosts.yaml:2:11: found a \} or \] that closes nothing/],
  [
    'a comma that is missing',
    'hosts:\n  EX01: { address: x groups: [] }\n',
    /hosts.yaml:2:\d+: found no comma between two settings/,
  ],
  [
    'a colon that is missing',
    'hosts:\n  EX01\n  EX02: {}\n',
    'hosts.yaml:2:3: found a name without a colon and a space behind it, expected NAME: and what belongs to it',
  ],
  ['a colon too many', 'hosts:\n  EX01: a: b\n', /hosts.yaml:2:9: found a second colon in one line/],
  [
    'a line out of its column',
    'hosts:\n  EX01:\n    groups: []\n   address: x\n',
    /hosts.yaml:4:\d: found a line that begins in another column than those beside it/,
  ],
  [
    'text that needs quotes',
    'hosts:\n  EX01: { address: %ProgramData% }\n',
    /hosts.yaml:2:20: found text that begins with %.*single quotes/,
  ],
  ['two documents', `${fine}---\n${fine}`, /hosts.yaml:3:1: found a second YAML document, expected one/],
  ['an unknown tag', 'hosts:\n  EX01: !!binary aGk=\n', /hosts.yaml:2:9: found a YAML tag/],
  [
    'a number that YAML would round',
    'hosts:\n  EX01: { variables: { n: 18446744073709551615 }, transport: { type: local } }\n',
    'hosts.yaml:2:27: found a number that cannot be kept exactly; write it in quotes, as text',
  ],
  [
    'an alias in its own anchor',
    'hosts:\n  EX01: &x { variables: { a: *x } }\n',
    /hosts.yaml:2:30: found an alias inside the very thing it stands for/,
  ],
];

describe('a mistake in YAML itself is told in words for who wrote it, where it stands', () => {
  test.each(table)('%s', (_what, file, message) => {
    if (typeof message === 'string') expect(refusalOf(file)).toBe(message);
    else expect(refusalOf(file)).toMatch(message);
  });

  test.each(table)('%s: no word of the library reaches the user', (_what, file) => {
    expect(refusalOf(file)).not.toMatch(/no valid YAML|Implicit|Flow map|Plain value/);
  });

  test('aliases that multiply are stopped, not unfolded', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'])
      bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`);
    expect(refusalOf(bomb.join('\n'))).toMatch(/^hosts.yaml:1:1: found too many aliases/);
  });

  test('a great many aliases are refused at once, not after a minute of following them', () => {
    const many = `hosts:\n  EX01: { variables: { a: &a 1, b: [${Array(20_000).fill('*a').join(', ')}] } }\n`;
    expect(refusalOf(many)).toMatch(/^hosts.yaml:1:1: found too many aliases/);
  });
});
