import { spawnSync } from 'node:child_process';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { BINARY } from './desk.ts';

const notLinux = process.platform === 'linux' ? undefined : 'knows the usual folder of Linux only';

/** Where runs, backups and locks are kept when a person says nothing, and when he does. */
describe.skipIf(notLinux)('the data folder', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'setright-home-'));
  });
  const listRuns = (environment: object, ...words: string[]) => {
    const { PATH } = process.env;
    const said = spawnSync(process.execPath, [BINARY, 'runs', '--json', ...words], {
      cwd: home,
      env: { PATH, HOME: home, ...environment },
      encoding: 'utf8',
    });
    return JSON.parse(said.stdout) as { folder: string };
  };

  it("is the platform's usual one, for its owner only", () => {
    const { folder } = listRuns({});
    expect(folder).toBe(join(home, '.local', 'share', 'setright', 'runs'));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, '.local', 'share', 'setright')).mode & 0o777).toBe(0o700);
  });

  it('follows XDG_DATA_HOME', () => {
    const { folder } = listRuns({ XDG_DATA_HOME: join(home, 'data') });
    expect(folder).toBe(join(home, 'data', 'setright', 'runs'));
  });

  it('is the one of --data-dir before all, from where the person stands', () => {
    const { folder } = listRuns({ XDG_DATA_HOME: join(home, 'data') }, '--data-dir', 'here');
    expect(folder).toBe(join(home, 'here', 'runs'));
  });
});
