import { describe, expect, test } from 'vitest';
import { read, refusalOf } from './read.ts';

const secret = 'hunter2-Tr0ub4dor';
const host = (rest: string) => `hosts:\n  EX01:\n    transport: { user: anna }\n${rest}`;
const transport = (rest: string) => `hosts:\n  EX01:\n    transport:\n      user: anna\n      ${rest}\n`;

describe('a credential in plain text is refused with the cure and never repeated', () => {
  test.each([
    ['a password', transport(`password: ${secret}`), /password: \{ env: NAME \}.*change the password/],
    [
      'a passphrase',
      transport(`passphrase: '${secret}'`),
      /hosts.yaml:5:7: found a passphrase in plain text/,
    ],
    [
      'a password that is a number',
      transport('password: 12345678'),
      /found a password in plain text \(not shown\)/,
    ],
    [
      'the password of a jump host',
      transport(`via: [{ address: hop, user: x, password: ${secret} }]`),
      /found a password in plain text/,
    ],
    [
      'a password as a list',
      transport(`password: [${secret}]`),
      /transport.password: found a list, expected/,
    ],
    [
      'a misspelt reference',
      transport(`password: { evn: ${secret} }`),
      /found "evn", expected one of env, file, prompt/,
    ],
    [
      'a password where a variable name belongs',
      transport(`password: { env: '${secret}' }`),
      /transport.password.env: found a value that is not shown, expected the name of an environment variable/,
    ],
    [
      'two references',
      transport('password: { env: A, file: b }'),
      /found a mapping, expected exactly one of env, file and prompt/,
    ],
    [
      'a variable',
      host(`    variables: { smtpPassword: ${secret} }\n`),
      /hosts.yaml:4:18: found what looks like a credential.*"smtpPassword"/,
    ],
    [
      'a nested variable',
      host(`    variables: { smtp: { api-key: ${secret} } }\n`),
      /credential in plain text \(not shown\) under "api-key"/,
    ],
    ...['db_pw', 'pwd', 'smtpPwd', 'pass', 'sqlPassword1', 'credential', 'Kennwort'].map(
      (name): [string, string, RegExp] => [
        `a variable called ${name}`,
        host(`    variables: { ${name}: ${secret} }\n`),
        new RegExp(`credential in plain text \\(not shown\\) under "${name}"`),
      ],
    ),
    [
      'a variable with several',
      host(`    variables: { passwords: { old: 1 }, token: [${secret}] }\n`),
      /credential in plain text \(not shown\) under "token"/,
    ],
    [
      'a parameter of a remedy',
      host(`    remedies: { mail: { token: ${secret} } }\n`),
      /credential in plain text/,
    ],
    [
      'a private key',
      transport(`key: "-----BEGIN OPENSSH PRIVATE KEY-----\\n${secret}"`),
      /found a private key itself \(not shown\), expected the path/,
    ],
    ['an unquoted password that is YAML', transport(`password: *${secret}`), /hosts.yaml:5:/],
    ['an unquoted password with a tag', transport(`password: !${secret}`), /hosts.yaml:5:/],
    [
      'an unquoted password that breaks the line',
      transport(`password: "x" ${secret}`),
      /found something behind the end of a text/,
    ],
    [
      'a password that begins a block of text',
      transport(`password: |${secret}`),
      /not shown, it may hold a credential/,
    ],
  ])('%s', (_what, file, message) => {
    const refusal = refusalOf(file);
    expect(refusal).toMatch(message);
    expect(refusal).not.toContain(secret);
    expect(refusal).not.toContain('12345678');
  });

  test('references are taken, and their files stand beside the inventory', () => {
    const { hosts } = read(
      `${transport('password: { file: secrets/pw }')}      passphrase: { env: KEY_PASSPHRASE }\n`,
    );
    expect(hosts[0]?.transport).toMatchObject({
      password: { from: 'file', path: '/home/anna/fleet/secrets/pw' },
      passphrase: { from: 'env', name: 'KEY_PASSPHRASE' },
      agent: false,
    });
  });

  test('names that only speak of passwords are no credentials', () => {
    expect(
      read(host('    variables: { passwordDays: 42, askPassword: true, bypass: low, tokenRing: old }\n'))
        .hosts[0]?.variables,
    ).toEqual({
      passwordDays: 42,
      askPassword: true,
      bypass: 'low',
      tokenRing: 'old',
    });
  });
});
