import { StalledError, UnreachableError } from '../../model/errors.ts';
import type { PowerShellProcess, ProcessEnd } from '../../model/transport.ts';
import { lineStdin } from '../line-stdin.ts';
import { whyItEnded } from '../shell-command-line.ts';
import type { ClientChannel, LoggedIn } from './client.ts';
import { hostSaid, STALLED } from './refusals.ts';
import type { Way } from './way.ts';

interface Start {
  readonly who: string;
  readonly executable: string;
  readonly commandLine: string;
  readonly hostKey: string;
}

/** Starts the one command of this connection and hands out its streams. */
export function startRemote(way: Way, login: LoggedIn, start: Start): Promise<PowerShellProcess> {
  way.step = `starting ${start.executable}`;
  return new Promise((resolve, reject) => {
    const refuse = (cause: Error) =>
      reject(
        new UnreachableError(
          `${start.who}: the host did not start ${start.executable}: ${hostSaid(cause.message)}. ` +
            'Check that its SSH server lets this user run commands.',
          { cause },
        ),
      );
    // It starts a program at once. Our request for it is larger than a packet, its answer is not.
    const unwatch = way.watchServer(() => {
      reject(new StalledError(`${start.who}: ${start.executable} was not started: ${STALLED}`, 'to-host'));
      way.destroy();
    });
    login.client.once('close', unwatch);
    // An end of the connection answers no request that is under way.
    login.client.once('close', () => refuse(new Error(login.whyClosed())));
    try {
      login.client.exec(start.commandLine, (error, channel) => {
        unwatch();
        if (error) refuse(error);
        // In this very tick: the exit code of a command that fails at once is in the bytes that are being read now.
        else resolve(processOn(channel, way, login, start));
      });
    } catch (cause) {
      refuse(cause as Error);
    }
  });
}

function processOn(channel: ClientChannel, way: Way, login: LoggedIn, start: Start): PowerShellProcess {
  const stdin = lineStdin(channel);
  let exitCode: number | undefined;
  let died = '';
  channel.on('exit', (code: number | null, signal?: string) => {
    exitCode = code ?? undefined;
    died = code === null ? `the host ended it with ${hostSaid(String(signal))}` : '';
  });
  const { promise: ended, resolve: end } = Promise.withResolvers<ProcessEnd>();
  const finish = (why: string) => {
    unwatch();
    end({ exitCode, why: exitCode === undefined ? died || why : whyItEnded(start.executable, exitCode) });
    stdin.destroy();
  };
  const unwatch = way.watchProgram((stalled) => {
    end({ exitCode, why: STALLED, stalled });
    way.destroy();
  });
  channel.once('close', () => {
    finish('the host closed the channel');
    way.close();
  });
  login.client.once('close', () => finish(`the line broke: ${hostSaid(login.whyClosed())}`));
  const destroy = () => {
    way.destroy();
    finish('the line was closed by us');
  };
  return {
    stdin,
    stdout: channel,
    stderr: channel.stderr,
    ended,
    hostKey: start.hostKey,
    lineWorks: unwatch,
    destroy,
  };
}
