import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UsageError } from '../../src/model/errors.ts';
import { shellCommandLine, whyItEnded } from '../../src/transports/shell-command-line.ts';
import { running } from './hosts.ts';

test('any script becomes one line in which no character is special to cmd.exe, PowerShell or sh', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const script = `&${text}`;
      const line = shellCommandLine('EX01', 'powershell.exe', running(script));
      expect(line).toMatch(/^powershell\.exe( -[A-Za-z]+| Text)+ [A-Za-z0-9+/=]+$/);
      const encoded = Buffer.from(line.split(' ').at(-1) ?? '', 'base64');
      expect(encoded.equals(Buffer.from(script, 'utf16le'))).toBe(true);
    }),
  );
});

test('a path without spaces is taken, short names too', () => {
  const path = 'C:\\PROGRA~1\\PowerShell\\7\\pwsh.exe';
  expect(shellCommandLine('EX01', path, ['-NoProfile'])).toBe(`${path} -NoProfile`);
});

test.each([
  'C:\\Program Files\\PowerShell\\7\\pwsh.exe',
  'pwsh&calc',
  'pwsh;x',
  '$x',
  '%x%',
  '"pwsh"',
  '-x',
  '',
])('an executable that a shell would read differently is refused with the cure: %s', (executable) => {
  expect(() => shellCommandLine('EX01', executable, [])).toThrow(UsageError);
  expect(() => shellCommandLine('EX01', executable, [])).toThrow(/EX01: .*PROGRA~1/);
});

test('the longest line that cmd.exe takes passes, one more is refused', () => {
  const line = (length: number) => shellCommandLine('EX01', 'pwsh', ['a'.repeat(length - 5)]);
  expect(line(8190)).toHaveLength(8190);
  expect(() => line(8191)).toThrow(UsageError);
});

test('exit codes of shells that did not find the program name the cure', () => {
  expect(whyItEnded('powershell.exe', 127)).toMatch(/did not find powershell\.exe.*executable/);
  expect(whyItEnded('powershell.exe', 9009)).toMatch(/did not find/);
  expect(whyItEnded('powershell.exe', 30)).toBe('exit code 30');
});
