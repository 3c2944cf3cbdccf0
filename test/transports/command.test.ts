import { chmodSync, chownSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { UnreachableError, UsageError } from '../../src/model/errors.ts';
import { commandTransport } from '../../src/transports/command.ts';
import { anyBytes, echo, exchange, hostWith, optionsWith, refusalOf, running, signal } from './hosts.ts';
import { because, pwshMissing } from './powershell.ts';

function inventory(mode: number, owner?: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'setright-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'hosts.yaml');
  writeFileSync(file, 'hosts: {}\n');
  chmodSync(file, mode);
  if (owner !== undefined) chownSync(file, owner, owner);
  return file;
}

const command = (argv: string[], source: string) => hostWith({ type: 'command', argv, source });
const { start } = commandTransport(optionsWith());
const allowed = commandTransport(optionsWith({ allowCommand: true }));
const shows = [process.execPath, '-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--'];

describe('a command from the inventory', () => {
  test('runs without a shell, the arguments of the bootstrap at its end', async () => {
    const own = ['$HOME', '; exit 3', '"', 'two words'];
    const line = await allowed.start(command([...shows, ...own], '-'), running('exit'), signal());
    const { out, end } = await exchange(line, Buffer.alloc(0));
    expect(JSON.parse(out.toString())).toEqual([...own, ...running('exit')]);
    expect(end).toEqual({ exitCode: 0, why: 'exit code 0' });
  });

  test('every byte goes through, both ways', async () => {
    const input = anyBytes(3_000_000);
    const pipes = [process.execPath, '-e', 'process.stdin.pipe(process.stdout)', '--'];
    const line = await allowed.start(command(pipes, '-'), [], signal());
    expect((await exchange(line, input)).out.equals(input)).toBe(true);
  });

  test('a program that ends at once is told by its exit code, not by the pipe that it closed', async () => {
    const errors: Error[] = [];
    const argv = [process.execPath, '-e', 'process.stderr.write("no such container"); process.exit(3)', '--'];
    const line = await allowed.start(command(argv, '-'), [], signal());
    line.stdin.on('error', (error) => errors.push(error));
    const written = new Promise((resolve) => line.stdin.write(anyBytes(3_000_000), resolve));
    const { error, end } = await exchange(line, Buffer.alloc(0));
    expect([error, end.exitCode]).toEqual(['no such container', 3]);
    expect(await written).toBeInstanceOf(Error);
    expect(errors).toEqual([]);
  });

  test('a program that is missing is the failure of that host', async () => {
    const refusal = await refusalOf(allowed.start(command(['/nowhere/docker'], '-'), [], signal()));
    expect(refusal).toBeInstanceOf(UnreachableError);
    expect(refusal.message).toMatch(/EX01: \/nowhere\/docker could not be started: there is no such program/);
  });

  test('an empty argv is refused', async () => {
    expect(await refusalOf(allowed.start(command([], '-'), [], signal()))).toBeInstanceOf(UsageError);
  });
});

describe.skipIf(process.platform === 'win32')(
  'whose inventory may name programs (SKIPPED on Windows)',
  () => {
    test.each([0o600, 0o644])('a file of ours that only we may write (%o): it runs', async (mode) => {
      const line = await start(command(shows, inventory(mode)), [], signal());
      expect((await exchange(line, Buffer.alloc(0))).end.exitCode).toBe(0);
    });

    test.each([0o664, 0o646, 0o666])(
      'a file that others may write too (%o): refused with both cures',
      async (mode) => {
        const source = inventory(mode);
        const refusal = await refusalOf(start(command(shows, source), [], signal()));
        expect(refusal).toBeInstanceOf(UsageError);
        expect(refusal.message).toContain(
          `${source} names a program to run, and others than you may write that file`,
        );
        expect(refusal.message).toMatch(/--allow-command.*chmod go-w/);
      },
    );

    test.skipIf(process.getuid?.() !== 0)("another user's file: refused (SKIPPED unless root)", async () => {
      const refusal = await refusalOf(start(command(shows, inventory(0o600, 65534)), [], signal()));
      expect(refusal.message).toMatch(/another user owns that file/);
    });

    test.each([0o775, 0o757, 0o777])(
      'a folder in which others may put another file in its place (%o): refused',
      async (mode) => {
        const source = inventory(0o600);
        chmodSync(dirname(source), mode);
        const refusal = await refusalOf(start(command(shows, source), [], signal()));
        expect(refusal).toBeInstanceOf(UsageError);
        expect(refusal.message).toMatch(
          /others than you may put another file in its place: .* --allow-command, or keep it/,
        );
      },
    );

    test('a sticky folder, as /tmp is one: it runs', async () => {
      const source = inventory(0o600);
      chmodSync(dirname(source), 0o1777);
      const line = await start(command(shows, source), [], signal());
      expect((await exchange(line, Buffer.alloc(0))).end.exitCode).toBe(0);
    });

    test('a link counts as the file it leads to, and as where it lies', async () => {
      const [weak, strong, shared] = [inventory(0o666), inventory(0o600), inventory(0o600)];
      const link = (from: string, to: string) => {
        const path = join(dirname(from), 'link.yaml');
        symlinkSync(to, path);
        return path;
      };
      const refused = async (source: string) =>
        (await refusalOf(start(command(shows, source), [], signal()))).message;
      expect(await refused(link(strong, weak))).toMatch(/others than you may write that file/);
      chmodSync(dirname(shared), 0o777);
      expect(await refused(link(shared, strong))).toMatch(/put another file in its place/);
      const line = await start(command(shows, link(weak, strong)), [], signal());
      expect((await exchange(line, Buffer.alloc(0))).end.exitCode).toBe(0);
    });

    test('a file that is not there: refused', async () => {
      const refusal = await refusalOf(start(command(shows, '/nowhere/hosts.yaml'), [], signal()));
      expect(refusal).toBeInstanceOf(UsageError);
      expect(refusal.message).toMatch(/cannot be examined \(ENOENT\)/);
    });

    test('--allow-command lets any file name programs', async () => {
      const line = await allowed.start(command(shows, inventory(0o666)), [], signal());
      expect((await exchange(line, Buffer.alloc(0))).end.exitCode).toBe(0);
    });
  },
);

describe.skipIf(pwshMissing !== undefined)(
  `a real PowerShell behind a command${because(pwshMissing)}`,
  () => {
    test('2 MB of stdin come back byte for byte, and the end of stdin is seen', async () => {
      const input = anyBytes(2_000_000);
      const line = await allowed.start(command(['env', 'pwsh'], '-'), running(echo), signal());
      const { out, error, end } = await exchange(line, input);
      expect(out.equals(input)).toBe(true);
      expect([error, end.exitCode]).toEqual(['end seen', 0]);
    });
  },
);
