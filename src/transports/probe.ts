/** Goes the way to a host step by step, for `setright doctor`: each step by itself, so that the first that fails has its own cause. */
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { bad, type Check, good } from '../model/diagnosis.ts';
import type { Host } from '../model/host.ts';
import type { TransportOptions } from './options.ts';

/**
 * The steps before a PowerShell runs, until the first that is bad. Hosts without a network between have none. Logs in at most once.
 * Rejects with UsageError when the inventory asks for what cannot be.
 */
export async function* probeWay(
  host: Host,
  options: TransportOptions,
  signal: AbortSignal,
): AsyncGenerator<Check> {
  const { transport } = host;
  if (transport.type !== 'ssh' && transport.type !== 'winrm') return;
  const isBridged = transport.type === 'winrm' && transport.native === false;
  const proxy = transport.type === 'winrm' ? transport.proxy : undefined;
  const first = proxy ?? transport.via[0] ?? transport;
  const what = proxy ? 'proxy' : transport.type === 'ssh' || transport.via.length > 0 ? 'ssh' : 'winrm';
  const deadline = () => AbortSignal.any([signal, AbortSignal.timeout(options.connectSeconds * 1000)]);
  const named = await resolved(first.address);
  yield named;
  if (named.status === 'bad') return;
  const reached = await reachable(first, what, deadline());
  yield reached.status === 'bad' && what === 'winrm' ? withProxyHint(reached, options) : reached;
  if (reached.status === 'bad') return;
  if (transport.type === 'ssh') yield* (await import('./ssh/probe.ts')).probeSsh(host, options, deadline());
  // How this machine's PowerShell gets on from here is its own: opening the session tells.
  else if (!isBridged) yield* (await import('./winrm/probe/probe.ts')).probeWinrm(host, options, deadline());
}

async function resolved(address: string): Promise<Check> {
  if (isIP(address) !== 0) return good('name', `${address} is an IP address`);
  try {
    const found = await lookup(address, { all: true });
    return good('name', `${address} is ${found.map((one) => one.address).join(', ')}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOTFOUND'
      ? bad(
          'name',
          `DNS does not know ${address}`,
          'Check `address` in the inventory, and the DNS suffix of this machine.',
        )
      : bad(
          'name',
          `the name server did not answer for ${address} (${code})`,
          'Check the DNS of this machine and try again.',
        );
  }
}

/** What should listen at the first address on the way. */
type What = 'ssh' | 'winrm' | 'proxy';

/** Other programs would have used it; that this one does not look there is said where it may be the cause. */
function withProxyHint(check: Check, { environment = process.env }: TransportOptions): Check {
  const name = ['HTTPS_PROXY', 'https_proxy'].find((one) => environment[one] !== undefined);
  if (name === undefined) return check;
  const hint = `${name} is set here and not read: when the way to this host leads through that proxy, say so with proxy in its transport.`;
  return { ...check, next: `${check.next} ${hint}` };
}

interface Port {
  readonly address: string;
  readonly port: number;
}

async function reachable({ address, port }: Port, what: What, signal: AbortSignal): Promise<Check> {
  const where = `${address}:${port}`;
  const started = performance.now();
  const code = await new Promise<string>((resolve) => {
    const socket = connect({ host: address, port, signal });
    const end = (how: string) => {
      socket.destroy();
      resolve(how);
    };
    socket.once('connect', () => end(''));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
  if (code === '') return good('tcp', `${where} answers after ${Math.round(performance.now() - started)} ms`);
  if (code === 'ECONNREFUSED')
    return bad(
      'tcp',
      `nothing listens at ${where}`,
      `Check \`port\`, and that the service runs there.`,
      starts(what, port),
    );
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return bad('tcp', `there is no way to ${where} (${code})`, 'Check the address, the route and the VPN.');
  return bad(
    'tcp',
    `nothing answers at ${where} (${code})`,
    'Check the firewalls on the way and on the host.',
    what === 'proxy' ? '' : opens(port),
  );
}

const starts = (what: What, port: number): string => {
  if (what === 'proxy') return '';
  if (what === 'ssh') return 'Set-Service sshd -StartupType Automatic; Start-Service sshd';
  return port === 5986 ? httpsListener : 'winrm quickconfig';
};

const httpsListener =
  '$c = New-SelfSignedCertificate -DnsName ([Net.Dns]::GetHostEntry("").HostName) -CertStoreLocation Cert:\\LocalMachine\\My; ' +
  'New-Item WSMan:\\localhost\\Listener -Transport HTTPS -Address * -CertificateThumbPrint $c.Thumbprint -Force';

const opens = (port: number): string =>
  `New-NetFirewallRule -DisplayName "Setright ${port}" -Direction Inbound -Protocol TCP -LocalPort ${port} -Action Allow`;
