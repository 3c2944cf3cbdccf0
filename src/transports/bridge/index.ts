/**
 * WinRM through the remoting of a PowerShell on this machine, which has to be Windows: it brings single sign-on and whatever else its logins can.
 * The same bytes cross it as every other line.
 */
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { UnreachableError, UsageError } from '../../model/errors.ts';
import type { WinrmTransport } from '../../model/host.ts';
import { asciiJson, mark } from '../../model/line.ts';
import { printable, shortened } from '../../model/printable.ts';
import type { Transport } from '../../model/transport.ts';
import { localTransport } from '../local.ts';
import type { TransportOptions } from '../options.ts';
import { shellCommandLine } from '../shell-command-line.ts';
import { bridgeScript } from './bridge-script.ts';

export interface Controller {
  readonly platform: NodeJS.Platform;
  /** Windows PowerShell: every Windows has it, and PowerShell 7 brings no WS-Management client of its own. */
  readonly executable: string;
  /** The whole script. */
  readonly script: string;
}

const HEAD = '<<setright-bridge>>';
const LONGEST_HEAD = 4_000;

const thisController = (): Controller => ({
  platform: process.platform,
  executable: 'powershell.exe',
  script: bridgeScript(),
});

export function bridgeTransport(options: TransportOptions, controller = thisController()): Transport {
  const local = localTransport(options);
  const { platform, executable, script } = controller;
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  return {
    start: async (host, powershellArguments, signal) => {
      const { transport } = host;
      if (transport.type !== 'winrm') throw new TypeError(`${host.name} is not reached by winrm`);
      if (platform !== 'win32')
        throw new UsageError(
          `${host.name}: native: false needs Setright on Windows, where PowerShell has a WS-Management client; leave it out here.`,
        );
      // No shell is between; what two shells take as it stands needs no quotes in a command line either.
      shellCommandLine(host.name, transport.executable, powershellArguments);
      const password = transport.password && (await options.credential(transport.password));
      const way = AbortSignal.any([signal, AbortSignal.timeout(options.connectSeconds * 1000)]);
      const bridge = { ...host, transport: { type: 'local', executable } as const };
      const line = await local.start(bridge, [...argumentsOf, encoded], way);
      const settings = {
        ...placeOf(transport, options.connectSeconds),
        password: password?.reveal() ?? '',
        executable: transport.executable,
        words: powershellArguments.join(' '),
      };
      line.stdin.write(`${asciiJson(mark(settings))}\n`);
      const head = await headOf(line.stdout, way);
      if (head === `${HEAD}open`) return line;
      line.destroy();
      throw notOpened(host.name, transport, head, signal.aborted, options.connectSeconds);
    },
  };
}

const argumentsOf = ['-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand'] as const;

/** Names of System.Management.Automation.Runspaces.AuthenticationMechanism. */
const mechanisms = { negotiate: 'Negotiate', kerberos: 'Kerberos', basic: 'Basic' } as const;

function placeOf({ address, port, https, user, auth }: WinrmTransport, seconds: number) {
  if (auth === 'certificate') throw new TypeError('the inventory refuses certificates here');
  return { address, port, https, user, auth: mechanisms[auth], seconds };
}

/** The first line, without what comes after it; undefined when there is none before the end or the signal. */
async function headOf(stdout: Readable, signal: AbortSignal): Promise<string | undefined> {
  let head = Buffer.alloc(0);
  try {
    for (;;) {
      const chunk: Buffer | null = stdout.read();
      if (chunk === null) {
        if (stdout.readableEnded || stdout.destroyed) return undefined;
        await Promise.race([
          once(stdout, 'readable', { signal }),
          once(stdout, 'end'),
          once(stdout, 'close'),
        ]);
        continue;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(10);
      if (end < 0 && head.length < LONGEST_HEAD) continue;
      stdout.unshift(head.subarray(end + 1));
      return head.subarray(0, end).toString('utf8').trim();
    }
  } catch {
    return undefined;
  }
}

function notOpened(
  who: string,
  { address, port }: WinrmTransport,
  head: string | undefined,
  isCancelled: boolean,
  seconds: number,
): UnreachableError {
  const where = `${address}:${port}`;
  if (isCancelled)
    return new UnreachableError(`${who}: cancelled while opening a session; nothing was changed there.`);
  const said = head?.startsWith(HEAD) ? head.slice(HEAD.length).replace(/^refused /, '') : undefined;
  const why =
    said === undefined
      ? `this machine's PowerShell opened no session to ${where} within ${seconds} s`
      : `this machine's PowerShell opened no session to ${where}: ${shortened(printable(said), 500)}`;
  return new UnreachableError(
    `${who}: ${why}. Try \`Test-WSMan ${address} -Port ${port}\` and \`Enter-PSSession\` here as the same account; without \`native: false\` Setright says which step fails (setright doctor).`,
  );
}
