/** A connection through an HTTP proxy: CONNECT (RFC 9110 9.3.6), by node:http, whose parser and limits it has. */
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { UnreachableError } from '../../../model/errors.ts';
import type { Host, HttpProxy } from '../../../model/host.ts';
import { printable, shortened } from '../../../model/printable.ts';
import type { Secret } from '../../../model/secret.ts';
import type { TransportOptions } from '../../options.ts';
import { winrmSettings } from '../endpoint.ts';
import { basic } from '../login/carrier.ts';
import { type Address, authorityOf } from './open-socket.ts';

/** A proxy, and what to log in with there. */
interface KnownProxy extends HttpProxy {
  readonly secret: Secret | undefined;
}

/** How a connection to the host comes about through its proxy; undefined without one. Its credential is fetched now. */
export async function dialByProxy(
  host: Host,
  options: TransportOptions,
): Promise<((to: Address, signal: AbortSignal) => Promise<Duplex>) | undefined> {
  const { proxy } = winrmSettings(host);
  if (proxy === undefined) return undefined;
  const secret = proxy.password && (await options.credential(proxy.password));
  return (to, signal) => dial(host.name, { ...proxy, secret }, to, signal);
}

/** Rejects with UnreachableError in words that name the proxy. */
function dial(who: string, proxy: KnownProxy, to: Address, signal: AbortSignal): Promise<Duplex> {
  const target = authorityOf(to);
  const asked = request({
    host: proxy.address,
    port: proxy.port,
    method: 'CONNECT',
    path: target,
    agent: false,
    setHost: false,
    headers: { Host: target, 'User-Agent': 'Setright', ...authorization(proxy) },
  });
  const abort = () => asked.destroy(new Error('no answer in time'));
  signal.addEventListener('abort', abort, { once: true });
  return new Promise<Duplex>((resolve, reject) => {
    asked.on('error', (cause) => reject(notReached(who, proxy, cause)));
    asked.once('connect', (answer: IncomingMessage, socket: Socket, head: Buffer) => {
      socket.on('error', () => {});
      const { statusCode = 0 } = answer;
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        return reject(refused(who, proxy, target, answer));
      }
      socket.setNoDelay(true).setKeepAlive(true);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.end();
    if (signal.aborted) abort();
  }).finally(() => signal.removeEventListener('abort', abort));
}

function authorization({ user, secret }: KnownProxy): Record<string, string> {
  if (user === undefined || secret === undefined) return {};
  return { 'Proxy-Authorization': basic(user, secret) };
}

const moves: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Its name is not known to DNS: check the address of proxy in the inventory.',
  EAI_AGAIN: 'The name server did not answer: check the DNS of this machine and try again.',
  ECONNREFUSED: 'Nothing listens there: check the port of proxy in the inventory, and that the proxy runs.',
  ECONNRESET: 'It hung up: check that it is an HTTP proxy and takes CONNECT.',
};

function notReached(who: string, proxy: HttpProxy, cause: Error): UnreachableError {
  const { code = '' } = cause as NodeJS.ErrnoException;
  const why = shortened(printable(code || cause.message), 200);
  const move = code.startsWith('HPE_')
    ? 'What answers there is no HTTP proxy: check the port of proxy in the inventory.'
    : (moves[code] ?? 'Check the address of proxy in the inventory, and the firewalls on the way to it.');
  return new UnreachableError(
    `${who}: the proxy ${authorityOf(proxy)} could not be asked (${why}). ${move} The host itself was not reached.`,
    { cause },
  );
}

function refused(who: string, proxy: HttpProxy, target: string, answer: IncomingMessage): UnreachableError {
  const { statusCode = 0, statusMessage = '', headers } = answer;
  const said = shortened(printable(statusMessage), 100);
  return new UnreachableError(
    `${who}: the proxy ${authorityOf(proxy)} did not pass the connection on to ${target} (HTTP status ${statusCode}${said ? ` ${said}` : ''}). ` +
      `${moveAfter(statusCode, proxy, target, headers['proxy-authenticate'])} The host itself was not reached.`,
  );
}

function moveAfter(status: number, { user }: HttpProxy, target: string, offered: string | undefined): string {
  // tinyproxy answers a wrong password with 401, and says 500 for a host that it does not reach.
  if (status === 407 || status === 401) {
    const schemes = (offered ?? '')
      .split(',')
      .flatMap((scheme) => /^\s*([A-Za-z]+)(\s|$)/.exec(scheme)?.[1] ?? []);
    if (status === 407 && !schemes.some((scheme) => scheme.toLowerCase() === 'basic'))
      return `It wants a login by ${printable(schemes.join(', ')) || 'nothing that it names'}; Setright logs in at proxies by Basic only: have it let this machine through.`;
    return user === undefined
      ? 'It wants a login: set user and password of proxy in the inventory.'
      : `It did not let ${printable(user)} in: check user and password of proxy in the inventory.`;
  }
  if (status === 403 || status === 405 || status === 501)
    return `Its rules do not allow CONNECT to ${target} from here: have its administrator allow that port (many allow 443 only).`;
  if (status >= 500)
    return 'The proxy does not reach the host: check `address` and `port` of the host as the proxy sees them, and the firewalls behind it.';
  return 'Check that it is a proxy for CONNECT.';
}
