import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './source-files.ts';

/** What the README shows is what the program prints. */
it('shows a picture in README.md that the program draws now', { timeout: 300_000 }, () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'tools/terminal-picture.ts'), '--check'],
    {
      encoding: 'utf8',
    },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
