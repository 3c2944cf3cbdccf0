import { globSync } from 'node:fs';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Desk, type Said } from './desk.ts';

const PLANTED = 'Tr0ub4dor-and-3';

/** Promise 8: credentials and sensitive data appear in no output, log, journal or plan; bytes of sensitive states only in the backups. */
describe('what must not be seen', () => {
  const filesWith = async (desk: Desk, text: string): Promise<string[]> => {
    const found: string[] = [];
    for (const name of globSync('**/*', { cwd: desk.folder })) {
      const path = join(desk.folder, name);
      if ((await stat(path)).isFile() && (await readFile(path, 'utf8')).includes(text)) found.push(name);
    }
    return found;
  };

  it('a password from the environment or a file is nowhere but where it was kept', async () => {
    const desk = await Desk.open(
      {},
      {
        lines: ['ssh', 'winrm'].flatMap((type) =>
          ['env', 'file'].map(
            (from) =>
              `  ${type}-${from}: { address: 127.0.0.1, transport: { type: ${type}, port: 9, user: ann, password: { ${from}: ${
                from === 'env' ? 'DESK_PASSWORD' : 'password.txt'
              } } } }`,
          ),
        ),
      },
    );
    desk.environment.DESK_PASSWORD = PLANTED;
    await writeFile(desk.path('password.txt'), PLANTED, { mode: 0o600 });
    const said: Said[] = [];
    for (const words of [
      ['check', 'all', '--log', desk.path('lines.log')],
      ['plan', 'all', '--remedy', 'exchange-mapi-sessions', '-o', desk.path('p.json')],
      ['hosts', '--json'],
      ['explain', 'all', '--json'],
    ])
      said.push(await desk.start(...words));
    expect(said.map(({ exitCode }) => exitCode)).toEqual([5, 5, 0, 0]);
    expect(said[0]?.stdout).toContain('127.0.0.1:9');
    expect(JSON.stringify(said)).not.toContain(PLANTED);
    expect(await filesWith(desk, PLANTED)).toEqual(['password.txt']);
    await chmod(desk.path('password.txt'), 0o644);
    const open = await desk.start('check', 'ssh-file');
    expect(open.stderr + open.stdout).toMatch(/password\.txt is open to others \(mode 644\)/);
    expect(open.stderr + open.stdout).not.toContain(PLANTED);
  });

  it('a sensitive state is a fingerprint everywhere; its bytes lie in the backup store and on the host', async () => {
    const states = [
      "registry: 'HKLM\\SOFTWARE\\Setright Test'",
      'name: Sz',
      `string: '${PLANTED}'`,
      'sensitive: true',
      'reason: the agreed word',
    ].join(', ');
    const desk = await Desk.open({ EX01: () => {} }, { settings: { EX01: `, states: [{ ${states} }]` } });
    const log = desk.path('lines.log');
    const said = [
      await desk.type('check', 'EX01', '--log', log),
      await desk.type('plan', 'EX01', '-o', desk.path('p.json'), '--log', log),
      await desk.type('explain', desk.path('p.json')),
      await desk.type('explain', desk.path('p.json'), '--json'),
      await desk.type('apply', desk.path('p.json'), '--yes', '--log', log),
      await desk.type('runs', 'show', 'last'),
      await desk.type('rollback', 'last', '--yes', '--log', log),
    ];
    expect(said.map(({ exitCode }) => exitCode)).toEqual([2, 2, 0, 0, 0, 0, 0]);
    expect(said[1]?.stdout).toContain('(sensitive, hmac-sha256:');
    expect(JSON.stringify(said)).not.toContain(PLANTED);
    const found = await filesWith(desk, PLANTED);
    const allowed = /^(inventory\.yaml|hosts\/EX01\.json|data\/backups\/.*)$/;
    expect(found.filter((name) => !allowed.test(name))).toEqual([]);
    expect(found.some((name) => name.startsWith('data/backups/'))).toBe(true);
    expect((await stat(log)).mode & 0o777).toBe(0o600);
    expect(await readFile(log, 'utf8')).toMatch(/EX01 sent .*"verb":"set"/);
  });
});
