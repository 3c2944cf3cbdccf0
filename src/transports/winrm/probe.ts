import { randomUUID, X509Certificate } from 'node:crypto';
import { bad, type Check, doubtful, good } from '../../model/diagnosis.ts';
import { UnreachableError } from '../../model/errors.ts';
import type { Host } from '../../model/host.ts';
import { printable, shortened } from '../../model/printable.ts';
import type { TransportOptions } from '../options.ts';
import { Channel } from './channel.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import { WsmanFaultError } from './failures.ts';
import { identify } from './identify.ts';
import { fingerprintOf, openSocket } from './open-socket.ts';
import { inWords, notStarted } from './refusals.ts';
import { defaultTimes } from './times.ts';
import { type Reached, wayTo } from './way-to.ts';
import { envelopeSize, Wsman } from './wsman.ts';

const DAY = 86_400_000;
const SOON = 30;

/** TLS, the service behind it, and one login. A wrong password is tried once. */
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
    for (const look of [lookAtTls, lookAtService, lookAtLogin]) {
      const check = await look(reached.endpoint, signal);
      if (check !== undefined) yield check;
      if (check?.status === 'bad') return;
    }
  } catch (error) {
    // Only jump hosts are passed outside of the looks.
    if (!(error instanceof UnreachableError)) throw error;
    yield bad('host-key', error.message.slice(host.name.length + 2), '');
  } finally {
    reached?.close();
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
    const { raw, subject, subjectAltName, validTo } = new X509Certificate(certificate ?? Buffer.alloc(0));
    const names = shortened(printable(`${subject}; ${subjectAltName ?? 'no other names'}`), 300);
    return ` It is ${fingerprintOf(raw)}, for ${names}, valid to ${validTo}.`;
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

async function lookAtLogin(endpoint: Endpoint, signal: AbortSignal): Promise<Check> {
  const { at, login, to } = endpoint;
  const channel = new Channel({ at, login, times: defaultTimes, signal });
  const wsman = new Wsman(channel, { to, sessionId: `uuid:${randomUUID().toUpperCase()}` }, randomUUID);
  try {
    const bytes = await envelopeSize(wsman, defaultTimes.operationSeconds);
    return good('login', `let in by ${login.auth}; messages may have ${bytes / 1024} KB`);
  } catch (cause) {
    if (cause instanceof WsmanFaultError)
      return doubtful(
        'login',
        `let in by ${login.auth}, and may not read the service's settings: ${inWords(cause)}`,
        'The account is probably no administrator there; whether it gets a shell shows next.',
        'Get-LocalGroupMember -SID S-1-5-32-544',
      );
    return bad('login', wordsOf(endpoint, 'the login', cause), '', 'winrm get winrm/config/service/auth');
  } finally {
    wsman.close();
  }
}

/** The same words as when a run fails there; a bug of ours goes on up. */
function wordsOf(endpoint: Endpoint, step: string, cause: unknown): string {
  const shown = notStarted(endpoint, step, cause);
  if (!(shown instanceof UnreachableError)) throw shown;
  return shown.message.slice(endpoint.who.length + 2);
}
