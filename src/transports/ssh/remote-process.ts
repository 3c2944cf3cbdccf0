import { Writable } from 'node:stream';
import { UnreachableError } from '../../model/errors.ts';
import type { PowerShellProcess, ProcessEnd } from '../../model/transport.ts';
import type { ClientChannel, LoggedIn } from './client.ts';
import { whyItEnded } from './command-line.ts';
import { hostSaid } from './refusals.ts';
import type { Way } from './way.ts';

interface Start {
  readonly who: string;
  readonly executable: string;
  readonly commandLine: string;
  readonly hostKey: string;
}

/** Starts the one command of this connection and hands out its streams. */
export async function startRemote(way: Way, login: LoggedIn, start: Start): Promise<PowerShellProcess> {
  way.step = `starting ${start.executable}`;
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    const refuse = (cause: Error) =>
      reject(
        new UnreachableError(
          `${start.who}: the host did not start ${start.executable}: ${hostSaid(cause.message)}. ` +
            'Check that its SSH server lets this user run commands.',
          { cause },
        ),
      );
    // An end of the connection answers no request that is under way.
    login.client.once('close', () => refuse(new Error(login.whyClosed())));
    try {
      login.client.exec(start.commandLine, (error, opened) => (error ? refuse(error) : resolve(opened)));
    } catch (cause) {
      refuse(cause as Error);
    }
  });
  // How the line ends is told once, by `ended`; a stream's own error would take the whole program down.
  channel.on('error', () => {});
  const stdin = stdinOf(channel);
  let exitCode: number | undefined;
  let died = '';
  channel.on('exit', (code: number | null, signal?: string) => {
    exitCode = code ?? undefined;
    died = code === null ? `the host ended it with ${hostSaid(String(signal))}` : '';
  });
  const { promise: ended, resolve: end } = Promise.withResolvers<ProcessEnd>();
  const finish = (why: string) => {
    end({ exitCode, why: exitCode === undefined ? died || why : whyItEnded(start.executable, exitCode) });
    stdin.destroy();
  };
  channel.once('close', () => {
    finish('the host closed the channel');
    way.close();
  });
  login.client.once('close', () => finish(`the line broke: ${hostSaid(login.whyClosed())}`));
  const destroy = () => {
    way.destroy();
    finish('the line was closed by us');
  };
  return { stdin, stdout: channel, stderr: channel.stderr, ended, hostKey: start.hostKey, destroy };
}

/**
 * ssh2's channel drops the callback of a write that meets a closed channel; a writer waiting for it would wait for ever. This one is
 * destroyed when the line ends, which fails every write that still waits. A write is done once the host's window has room for it.
 */
function stdinOf(channel: ClientChannel): Writable {
  let waiting: ((error: Error) => void) | undefined;
  const stdin = new Writable({
    write: (chunk, encoding, done) => {
      waiting = done;
      channel.write(chunk, encoding, (error) => {
        if (waiting !== done) return;
        waiting = undefined;
        done(error);
      });
    },
    final: (done) => {
      channel.end();
      done();
    },
    destroy: (error, done) => {
      waiting?.(error ?? new Error('the line has ended'));
      waiting = undefined;
      done(error);
    },
  });
  stdin.on('error', () => {});
  return stdin;
}
