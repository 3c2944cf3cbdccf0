import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  hashName,
  keysOf,
  knownHostName,
  namesHost,
  parseKnownHosts,
  standingOf,
} from '../../../src/transports/ssh/known-hosts.ts';

const name = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,20}$/);
const salt = fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => Buffer.from(bytes));

const keyOf = (type: string, seed: string): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(type.length);
  return Buffer.concat([head, Buffer.from(type), Buffer.from(`\0\0\0 ${seed.padEnd(32, '.')}`)]);
};
const ours = keyOf('ssh-ed25519', 'ours');
const theirs = keyOf('ssh-ed25519', 'theirs');
const line = (names: string, key: Buffer, marker = '') =>
  `${marker}${names} ssh-ed25519 ${key.toString('base64')} a comment\n`;
const judged = (text: string, key = ours, host = 'ex01.example') =>
  standingOf(keysOf(parseKnownHosts(text).lines, host), key);

describe('which names a line speaks for', () => {
  test('a hashed name is found by that name alone', () => {
    fc.assert(
      fc.property(name, name, salt, (one, other, grain) => {
        expect(namesHost(hashName(one, grain), one)).toBe(true);
        expect(namesHost(hashName(one, grain), other)).toBe(one === other);
      }),
    );
  });

  test('a pattern made from a name by * and ? matches that name', () => {
    const patterned = name.chain((text) =>
      fc.tuple(
        fc.constant(text),
        fc.array(fc.constantFrom('same', 'one', 'any'), { minLength: text.length, maxLength: text.length }),
      ),
    );
    fc.assert(
      fc.property(patterned, ([text, kinds]) => {
        const pattern = [...text]
          .map((character, at) => (kinds[at] === 'one' ? '?' : kinds[at] === 'any' ? '*' : character))
          .join('');
        expect(namesHost(pattern, text)).toBe(true);
        expect(namesHost(`x,${pattern},y`, text)).toBe(true);
      }),
    );
  });

  test('without wildcards only the name itself matches, in any case', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(namesHost(one.toUpperCase(), one)).toBe(true);
        expect(namesHost(one, other)).toBe(one === other);
      }),
    );
  });

  test('a negated pattern wins wherever it stands', () => {
    fc.assert(
      fc.property(name, fc.array(name), fc.array(name), (host, before, after) => {
        expect(namesHost([...before, `!${host}`, '*', ...after].join(','), host)).toBe(false);
        expect(namesHost(`!${host}`, host)).toBe(false);
      }),
    );
  });

  test('a pattern of many stars ends quickly', () => {
    expect(namesHost(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
  });

  test('a port other than 22 is part of the name', () => {
    expect(knownHostName('EX01.example', 22)).toBe('ex01.example');
    expect(knownHostName('EX01.example', 2222)).toBe('[ex01.example]:2222');
    expect(namesHost('ex01.example', '[ex01.example]:2222')).toBe(false);
    expect(namesHost('[*.example]:2222', '[ex01.example]:2222')).toBe(true);
  });

  const oracle = spawnSync('ssh-keygen', ['-?']).error === undefined;
  test.skipIf(!oracle)('ssh-keygen finds and hashes the same names (SKIPPED without ssh-keygen)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'setright-known-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'known_hosts');
    const real = 'AAAAC3NzaC1lZDI1NTE5AAAAIJ8a1Ye5X1q3VOCxZ1kQx1Zc1kq2mVbQ0n0w6C2l5b0A';
    const rows = ['*.example,!bad.example', 'ex0?', '[*.example]:2222', 'UPPER.example', '10.0.0.*', 'a,b,c'];
    for (const row of rows)
      for (const asked of [
        'ok.example',
        'bad.example',
        'ex01',
        '[ok.example]:2222',
        'upper.example',
        '10.0.0.7',
        'b',
      ]) {
        writeFileSync(file, `${row} ssh-ed25519 ${real}\n`);
        const found = spawnSync('ssh-keygen', ['-F', asked, '-f', file]).status === 0;
        expect([row, asked, namesHost(row, asked)]).toEqual([row, asked, found]);
      }
    writeFileSync(file, `ex01.example,10.0.0.7 ssh-ed25519 ${real}\n`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
    const hashed = parseKnownHosts(readFileSync(file, 'utf8')).lines;
    expect(hashed.map((entry) => entry.names.startsWith('|1|'))).not.toContain(false);
    expect(keysOf(hashed, 'ex01.example').trusted).toHaveLength(1);
    expect(keysOf(hashed, '10.0.0.7').trusted).toHaveLength(1);
    expect(keysOf(hashed, 'ex02.example').trusted).toHaveLength(0);
  });
});

describe('what a key is', () => {
  test('known under the name, by pattern, and beside other keys', () => {
    expect(judged(line('ex01.example', ours))).toBe('known');
    expect(judged(line('*.example', theirs) + line('ex01.example', ours))).toBe('known');
  });

  test('unknown when no line names the host', () => {
    expect(judged('')).toBe('unknown');
    expect(judged(line('ex02.example', ours))).toBe('unknown');
  });

  test('changed when the host is known by another key, of whatever type', () => {
    expect(judged(line('ex01.example', theirs))).toBe('changed');
    expect(judged(line('ex01.example', theirs), keyOf('ssh-rsa', 'ours'))).toBe('changed');
  });

  test('revoked even when it is known as well', () => {
    expect(judged(line('ex01.example', ours) + line('*', ours, '@revoked '))).toBe('revoked');
  });

  test('an authority makes no key known, and is told', () => {
    const keys = keysOf(parseKnownHosts(line('*.example', ours, '@cert-authority ')).lines, 'ex01.example');
    expect(standingOf(keys, ours)).toBe('unknown');
    expect(keys.certAuthority).toBe(true);
  });

  test('comments, keys of protocol 1, unknown markers and broken lines make nobody known', () => {
    const text = [
      '# ex01.example ssh-ed25519 AAAA',
      'ex01.example 1024 35 1234567',
      `@other ex01.example ssh-ed25519 ${ours.toString('base64')}`,
      `ex01.example ssh-rsa ${ours.toString('base64')}`,
      'ex01.example ssh-ed25519 ????',
      'ex01.example',
      '',
    ].join('\n');
    expect(parseKnownHosts(text)).toEqual({ lines: [], brokenRevocation: undefined });
  });

  test('a broken line that revokes a key is told by its number: left out, it would make that key known', () => {
    const whole = line('ex01.example', ours);
    for (const broken of [
      '@revoked',
      '@revoked *',
      '@revoked * ssh-ed25519',
      '@revoked * ssh-ed25519 AAAAC3Nz',
    ])
      expect(parseKnownHosts(`${whole}${broken}\n${broken}\n`)).toMatchObject({ brokenRevocation: 2 });
    expect(parseKnownHosts(line('*', ours, '@revoked ')).brokenRevocation).toBeUndefined();
  });
});
