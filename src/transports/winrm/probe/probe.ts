import { X509Certificate } from 'node:crypto';
import { bad, type Check, doubtful, good } from '../../../model/diagnosis.ts';
import { UnreachableError } from '../../../model/errors.ts';
import type { Host } from '../../../model/host.ts';
import { printable, shortened } from '../../../model/printable.ts';
import type { TransportOptions } from '../../options.ts';
import { type Endpoint, endpointOf } from '../endpoint.ts';
import { authorityOf, fingerprintOf, openSocket } from '../http/open-socket.ts';
import { wordsOf } from '../refusals.ts';
import { defaultTimes } from '../times.ts';
import { type Reached, wayTo } from '../way-to.ts';
import { identify } from './identify.ts';
import { lookInside } from './look-inside.ts';

const DAY = 86_400_000;
const SOON = 30;

/** TLS, the service behind it, one login, and a shell without anything in it. A wrong password is tried once. */
export async function* probeWinrm(
  host: Host,
  options: TransportOptions,
  signal: AbortSignal,
): AsyncGenerator<Check> {
  const direct = await endpointOf(host, options);
  const reach = await wayTo(host, options);
  let reached: Reached | undefined;
  try {
    reached = await reach(direct, signal);
    for (const look of [lookAtProxy, lookAtTls, lookAtService]) {
      const check = await look(reached.endpoint, signal);
      if (check !== undefined) yield check;
      if (check?.status === 'bad') return;
    }
    yield* lookInside(reached.endpoint, signal);
  } catch (error) {
    // Only jump hosts are passed outside of the looks.
    if (!(error instanceof UnreachableError)) throw error;
    yield bad('host-key', error.message.slice(host.name.length + 2), '');
  } finally {
    reached?.close();
  }
}

/** Whether the proxy passes a connection on; undefined where none is passed. Nothing is sent over it. */
async function lookAtProxy(endpoint: Endpoint, signal: AbortSignal): Promise<Check | undefined> {
  const { at, proxy } = endpoint;
  if (proxy === undefined) return undefined;
  try {
    const { socket } = await openSocket({ ...at, tls: undefined }, signal);
    socket.destroy();
    return good('proxy', `${authorityOf(proxy)} passes connections on to ${authorityOf(at)}`);
  } catch (cause) {
    return bad('proxy', wordsOf(endpoint, 'the proxy', cause), '');
  }
}

async function lookAtTls(endpoint: Endpoint, signal: AbortSignal): Promise<Check | undefined> {
  const { at } = endpoint;
  if (at.tls === undefined) return undefined;
  try {
    const { socket, certificate } = await openSocket(at, signal);
    socket.destroy();
    const shown = new X509Certificate(certificate ?? Buffer.alloc(0));
    const days = Math.floor((shown.validToDate.getTime() - Date.now()) / DAY);
    const found = `the certificate ${fingerprintOf(shown.raw)} holds until ${shown.validToDate.toISOString().slice(0, 10)}`;
    return days >= SOON
      ? good('tls', found)
      : doubtful('tls', `${found}: ${Math.max(0, days)} days`, 'Give the listener a new certificate before.');
  } catch (cause) {
    const shown = await certificateOf(endpoint, signal);
    return bad('tls', `${wordsOf(endpoint, 'TLS', cause)}${shown}`, '', listeners);
  }
}

const listeners = 'winrm enumerate winrm/config/listener; Get-ChildItem Cert:\\LocalMachine\\My';

/** What there is to compare, of a certificate that was refused. Nothing is sent over this connection. */
async function certificateOf({ at }: Endpoint, signal: AbortSignal): Promise<string> {
  try {
    const { fingerprint: _, ...tls } = at.tls ?? {};
    const { socket, certificate } = await openSocket({ ...at, tls: { ...tls, isUnverified: true } }, signal);
    socket.destroy();
    const { raw, subject, subjectAltName, issuer, validTo } = new X509Certificate(
      certificate ?? Buffer.alloc(0),
    );
    const names = shortened(printable(`${subject}; ${subjectAltName ?? 'no other names'}`), 300);
    const signer = issuer === subject ? 'itself' : shortened(printable(issuer), 200);
    return ` It is ${fingerprintOf(raw)}, for ${names}, signed by ${signer}, valid to ${validTo}.`;
  } catch {
    return '';
  }
}

async function lookAtService(endpoint: Endpoint, signal: AbortSignal): Promise<Check> {
  try {
    const { product, offered, at } = await identify(endpoint.at, defaultTimes.operationSeconds, signal);
    const ways = offered.join(', ') || 'nothing that is told to strangers';
    const found = `${product || 'a service that identifies itself to nobody'}; it offers ${ways}`;
    const minutes = Math.round(Math.abs((at?.getTime() ?? Date.now()) - Date.now()) / 60_000);
    if (minutes < 5) return good('service', found);
    return doubtful(
      'service',
      `${found}; its clock and ours differ by ${minutes} minutes`,
      'Logins fail when clocks differ (Kerberos after 5 minutes, NTLM after 30): set the one that is wrong.',
      'w32tm /resync',
    );
  } catch (cause) {
    return bad(
      'service',
      wordsOf(endpoint, 'Identify', cause),
      'Check that WinRM, and no other server, listens on this port.',
      'winrm quickconfig',
    );
  }
}
