import { existsSync } from 'node:fs';
import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLineLog } from '../../src/journal/line-log.ts';
import type { RunEvent } from '../../src/model/progress.ts';

const line = (text: string): RunEvent => ({ kind: 'line', host: 'EX01', direction: 'sent', text });
const clock = () => new Date('2026-01-15T08:00:00Z');

describe('the log of the lines', () => {
  it('has a line for each, for its owner only, and no control characters', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'setright-log-')), 'lines.log');
    const log = openLineLog(path, clock, expect.unreachable);
    log(line('{"n":1}'));
    log(line('\u001b[2J'));
    expect(await readFile(path, 'utf8')).toBe(
      '2026-01-15T08:00:00.000Z EX01 sent {"n":1}\n2026-01-15T08:00:00.000Z EX01 sent \\u001b[2J\n',
    );
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it.skipIf(!existsSync('/dev/full'))('that can be written no more says so once, and stops nothing', () => {
    const said: string[] = [];
    const log = openLineLog('/dev/full', clock, (why) => said.push(why));
    log(line('one'));
    log(line('two'));
    expect(said).toEqual([
      expect.stringMatching(/^\/dev\/full: the log ends here, it cannot be written any more \(ENOSPC/),
    ]);
  });
});
