/** What the doctor says of a line on which something is not as it was. */
import { PassThrough, Transform } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { PowerShellProcess } from '../../src/model/transport.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import { hostWith, signal } from '../transports/hosts.ts';
import { played } from '../transports/winrm/programs.ts';
import { diagnosed, lab } from './doctor-lab.ts';

/** A simulated host with something between it and us. */
async function labBetween(between: (host: PowerShellProcess) => PowerShellProcess) {
  const hosts: { behind?: string } = {};
  const program = async () =>
    between(
      await simulatedTransport.start(
        hostWith({ type: 'simulated', state: hosts.behind ?? '' }),
        [],
        signal(),
      ),
    );
  const { desk } = await lab({ program });
  hosts.behind = desk.statePath('SIM');
  return desk;
}

const changing = (change: (line: string) => string) => (host: PowerShellProcess) => {
  const stdout = new PassThrough();
  let rest = '';
  const byLine = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      done(null, lines.map((line) => `${change(line)}\n`).join(''));
    },
  });
  host.stdout.pipe(byLine).pipe(stdout);
  return { ...host, stdout };
};

describe('doctor on a line that is not what it was', () => {
  it('tells a text that does not come back as it was sent', async () => {
    const desk = await labBetween(changing((line) => line.replaceAll('\\u00e9', '?')));
    const { last } = await diagnosed(desk);
    expect(last).toMatchObject({ check: 'encoding', status: 'bad' });
    expect(last.found).toMatch(/characters are changed on the way/);
  });

  it('tells which kind of text is spoilt, and as what it came back', async () => {
    const desk = await labBetween(changing((line) => line.replace('"=2020-01-01T00', '"=01/01/2020 00')));
    const { named } = await diagnosed(desk);
    const encoding = named('encoding');
    expect(encoding).toMatchObject({ status: 'bad' });
    expect(encoding?.found).toMatch(
      /^not everything came back as it went: what PowerShell takes for a date \(U\+0032/,
    );
  });

  it.each([
    ['to the host', 'large-request', /from here to the host/],
    ['from the host', 'large-reply', /from the host to here/],
  ] as const)('tells that large messages %s do not arrive', async (way, name, next) => {
    const desk = await labBetween((host) => {
      if (way === 'from the host')
        return changing((line) => {
          if (line.length > 300_000) host.destroy();
          return line.length > 300_000 ? '' : line;
        })(host);
      const stdin = new PassThrough();
      let taken = 0;
      stdin.on('data', (chunk: Buffer) => {
        taken += chunk.length;
        // The runtime came through: 200 KB of it. The line breaks in the first message that is larger.
        if (taken > 500_000) host.destroy();
        else host.stdin.write(chunk);
      });
      stdin.on('end', () => host.stdin.end());
      return { ...host, stdin };
    });
    const { last, named } = await diagnosed(desk);
    expect(named('encoding')).toMatchObject({ status: 'good' });
    expect(last).toMatchObject({ check: name, status: 'bad', next: expect.stringMatching(next) });
  });

  it('tells that even the first lines of our script are blocked', async () => {
    const program = async () =>
      played((_stdin, { stderr, end }) => {
        // As Windows PowerShell writes it in German: only the last line is the same everywhere.
        stderr.write(
          'Dieses Skript enthaelt schaedliche Daten\r\n    + FullyQualifiedErrorId : ScriptContainedMaliciousContent\r\n',
        );
        end(1);
      });
    const { desk } = await lab({ program });
    const { last, exitCode } = await diagnosed(desk);
    expect(last).toMatchObject({ check: 'antivirus', status: 'bad', found: expect.stringMatching(/AMSI/) });
    expect([last.fix, exitCode]).toEqual([expect.stringContaining('Get-MpThreatDetection'), 5]);
  });
});
