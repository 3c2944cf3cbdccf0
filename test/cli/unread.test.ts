import { spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { Interrupts } from '../../src/ui/interrupts.ts';
import { BINARY, Desk, overTheLimit, quiet, SESSIONS } from './desk.ts';

const CONSENT = ['--yes', '--allow', 'service.restart'] as const;
const NO_FULL = existsSync('/dev/full') ? undefined : 'needs /dev/full';

/** Whoever read the output may be gone; hosts at work must not notice. */
describe('an apply that nobody reads', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ EX01: overTheLimit });
    await desk.type('plan', 'EX01', ...SESSIONS, '-o', desk.path('p.json'));
  });

  it.each(['stdout', 'stderr'] as const)('goes on when the reader of its %s goes', async (which) => {
    const child = desk.launch('apply', desk.path('p.json'), ...CONSENT);
    child.stdout.resume();
    child.stderr.resume();
    child[which].destroy();
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(await desk.limit('EX01')).toBe(64);
    expect((await desk.type('runs', 'show', 'last')).stdout).toMatch(/EX01: kept/);
  });
});

describe.skipIf(NO_FULL)('a result that cannot be written', () => {
  it('is said, and is not taken for success', async () => {
    const desk = await Desk.open({ EX01: quiet });
    const said = spawnSync(
      'sh',
      ['-c', 'exec "$0" "$@" >/dev/full', process.execPath, BINARY, 'hosts', '--json'],
      {
        env: { ...process.env, ...desk.environment },
        encoding: 'utf8',
      },
    );
    expect(said.stderr).toMatch(/^setright: the result could not be written: .*no space left/m);
    expect(said.status).toBe(1);
  });
});

describe('a terminal that closes', () => {
  it('says so twice, and is one interruption; Ctrl-C twice is two', () => {
    const signals = new EventEmitter();
    let heard = 0;
    new Interrupts(signals).listen(() => {
      heard += 1;
    });
    signals.emit('SIGHUP', 'SIGHUP');
    signals.emit('SIGHUP', 'SIGHUP');
    expect(heard).toBe(1);
    signals.emit('SIGINT', 'SIGINT');
    signals.emit('SIGINT', 'SIGINT');
    expect(heard).toBe(3);
  });
});
