import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../src/commands/program.ts';

/** An error that nobody expected is ours: it says so, and shows where only when asked. */
describe('a bug of ours', () => {
  const provoke = async (...more: readonly string[]) => {
    const stderr = new PassThrough();
    const said = text(stderr);
    const environment = new Proxy<Record<string, string>>(
      {},
      {
        get: (_target, name) => {
          if (name === 'SETRIGHT_INVENTORY') throw new TypeError('boom\u001b[2J');
        },
      },
    );
    const outside = { stdin: new PassThrough(), stdout: new PassThrough(), stderr, environment };
    const exitCode = await runProgram(['hosts', ...more], { ...outside, signals: new EventEmitter() });
    stderr.end();
    return { exitCode, stderr: await said };
  };

  it('ends 1 and says what to do, without a stack and without raw control characters', async () => {
    const said = await provoke();
    expect(said.exitCode).toBe(1);
    expect(said.stderr).toContain('this is a bug in Setright, not in what you asked for: boom\\u001b[2J');
    expect(said.stderr).toContain('--debug');
    expect(said.stderr).not.toMatch(/^\s+at /m);
  });

  it('shows where it came from with --debug', async () => {
    expect((await provoke('--debug')).stderr).toMatch(/^\s+at .*list-hosts/m);
  });
});
