/** What a person reads when no line came about or one broke: what, where, and the next move. What a host said is made printable. */
import { ExpectedError, UnreachableError } from '../../model/errors.ts';
import { printable, shortened } from '../../model/printable.ts';
import type { Endpoint } from './endpoint.ts';
import {
  AnswerLostError,
  CertificateRefusedError,
  HttpRefusedError,
  LoginRefusedError,
  NoTicketError,
  NotConnectedError,
  WsmanFaultError,
} from './failures.ts';
import { nextMove } from './wsman/fault-codes.ts';

const said = (text: string): string => shortened(printable(text), 300);

/** Without who and where and the last full stop, for the end of a line that once was. Bugs of ours are not put into words: they are thrown. */
export function inWords(cause: unknown): string {
  if (cause instanceof WsmanFaultError) {
    const { codes, kind, text } = cause.fault;
    const named = `fault ${codes.join(', ') || 'without a code'}, ${kind}`;
    return `the host refused it (${named}): ${text}. ${nextMove(codes[0]).replace(/\.$/, '')}`;
  }
  if (cause instanceof LoginRefusedError) return `the host did not let us in again (${said(cause.message)})`;
  if (cause instanceof NoTicketError) return `${cause.message}. ${cause.move.replace(/\.$/, '')}`;
  if (isFailure(cause)) return said(cause.message);
  throw cause;
}

const isFailure = (cause: unknown): cause is Error =>
  [AnswerLostError, CertificateRefusedError, HttpRefusedError, LoginRefusedError, NotConnectedError].some(
    (kind) => cause instanceof kind,
  ) ||
  cause instanceof NoTicketError ||
  cause instanceof WsmanFaultError;

/** Anything that is not a failure of the host comes back as it is. */
export function notStarted(endpoint: Endpoint, step: string, cause: unknown): unknown {
  if (cause instanceof ExpectedError || !isFailure(cause)) return cause;
  // Jump hosts have said it in their own words.
  if (cause.cause instanceof ExpectedError) return cause.cause;
  return new UnreachableError(`${endpoint.who}: ${explained(endpoint, step, cause)}`, { cause });
}

/** The same words as when a run fails there, without who; a bug of ours goes on up. */
export function wordsOf(endpoint: Endpoint, step: string, cause: unknown): string {
  const shown = notStarted(endpoint, step, cause);
  if (!(shown instanceof UnreachableError)) throw shown;
  return shown.message.slice(endpoint.who.length + 2);
}

function explained(endpoint: Endpoint, step: string, cause: Error): string {
  const where = `${endpoint.at.address}:${endpoint.at.port}`;
  if (cause instanceof NotConnectedError) return notConnected(endpoint, where, cause);
  if (cause instanceof CertificateRefusedError) return otherCertificate(endpoint, where, cause);
  if (cause instanceof LoginRefusedError) return notLetIn(endpoint, where, cause);
  if (cause instanceof NoTicketError) return `no login at ${where} by Kerberos: ${inWords(cause)}.`;
  if (cause instanceof WsmanFaultError) return `${where} failed at ${step}: ${inWords(cause)}.`;
  if (cause instanceof HttpRefusedError)
    return `${where} answered ${step} with ${said(cause.message)}. ${statusMove(cause.status)}`;
  return `the line to ${where} broke at ${step}: ${said(cause.message)}. Nothing was changed there. Try again, and check what is between.`;
}

const tcpMoves: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The name is not known to DNS: check `address` in the inventory.',
  EAI_AGAIN: 'The name server did not answer: check the DNS of this machine and try again.',
  EHOSTUNREACH: 'There is no way to that network: check the address, the route and the VPN.',
  ENETUNREACH: 'There is no way to that network: check the address, the route and the VPN.',
  ECONNRESET: 'The other side hung up: check the firewalls on the way.',
};

function notConnected({ at }: Endpoint, where: string, { step, code, message }: NotConnectedError): string {
  if (step === 'tls') return noTls(where, code, message);
  const name = code || message;
  if (name === 'ECONNREFUSED')
    return `no connection to ${where} (ECONNREFUSED). Nothing listens there: run \`winrm enumerate winrm/config/listener\` on the host. ${
      at.tls === undefined
        ? 'For a listener, `winrm quickconfig`.'
        : 'For an HTTPS listener, `winrm quickconfig -transport:https` (it needs a certificate); or set https: false, and messages are sealed.'
    }`;
  return `no connection to ${where} (${said(name)}). ${tcpMoves[name] ?? 'Nothing answered: check the address, the port and the firewalls on the way.'}`;
}

function noTls(where: string, code: string, message: string): string {
  const cure =
    'Compare the certificate at the host, then set ca (the authority) or fingerprint (this one certificate) of the transport in the inventory.';
  const moves: Readonly<Record<string, string>> = {
    CERT_HAS_EXPIRED: 'Its certificate has expired: give the listener a new one.',
    CERT_NOT_YET_VALID: 'Its certificate is not valid yet: compare the clocks here and there.',
    ERR_TLS_CERT_ALTNAME_INVALID: `Its certificate is for another name: use that name as \`address\`. ${cure}`,
    DEPTH_ZERO_SELF_SIGNED_CERT: `Its certificate signs itself. ${cure}`,
    SELF_SIGNED_CERT_IN_CHAIN: `Who signed its certificate is not known here. ${cure}`,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: `Who signed its certificate is not known here. ${cure}`,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `Who signed its certificate is not known here. ${cure}`,
    ECONNRESET: 'It hung up in the handshake: check that this port is the HTTPS listener.',
    ERR_SSL_WRONG_VERSION_NUMBER: 'It speaks no TLS: check that this port is the HTTPS listener.',
  };
  return `no TLS with ${where} (${said(code || message)}). ${moves[code] ?? cure} Nothing was sent.`;
}

function otherCertificate({ who }: Endpoint, where: string, cause: CertificateRefusedError): string {
  const shown = `${where} shows a certificate with the fingerprint ${cause.shown}`;
  if (!cause.isPinned)
    return `${shown}; a moment ago it was ${cause.expected}. One name leads to several machines (a load balancer): name one of them.`;
  return (
    `${shown}; the inventory pins ${cause.expected}. Nothing was sent. Somebody may be between you and the host, or its certificate was ` +
    `renewed: compare it at the host, and only when it is the same set fingerprint of ${who} anew.`
  );
}

function notLetIn({ login, at }: Endpoint, where: string, cause: LoginRefusedError): string {
  const offered = cause.offered.map(said).join(', ') || 'nothing';
  if (cause.step === 'handshake')
    return `${where} and Setright agreed on no login: ${said(cause.message)}. Something between may have changed it (a proxy)${
      login.auth === 'negotiate' ? ", or the host's policy weakens NTLM" : ''
    }. Nothing was sent.`;
  if (cause.step === 'offered')
    return (
      `${where} offers no login by ${login.auth}: it offers ${offered}. Look at \`winrm get winrm/config/service/auth\` on the host, or set ` +
      'auth of the transport to one that it offers.'
    );
  if (login.auth === 'certificate')
    return (
      `${where} maps our certificate to no account (${said(cause.message)}). It needs Certificate=true in winrm/config/service/auth and an ` +
      'entry in winrm/config/service/certmapping for the certificate and its issuer.'
    );
  if (login.auth === 'kerberos')
    return (
      `${where} did not let us in with a Kerberos ticket for ${said(login.services.join(', ').replaceAll(/@(?=,|$)/g, ''))} ` +
      `(${said(cause.message)}; it offers ${offered}). The service name may belong to another account (set spn), the host may demand channel ` +
      'binding (CbtHardeningLevel) while something between ends TLS, or the account has no right to log on over the network.'
    );
  const name = login.auth === 'basic' ? login.user : account(login.account);
  const others =
    login.auth === 'basic'
      ? 'Basic is for local accounts only, and off unless winrm/config/service/auth says Basic=true.'
      : at.tls === undefined
        ? ''
        : 'If it demands channel binding (CbtHardeningLevel), nothing between may end TLS.';
  return (
    `${where} did not let ${printable(name)} in by ${login.auth} (${said(cause.message)}; it offers ${offered}). WinRM does not say why: the ` +
    'password, a locked or disabled account, a user name without its domain (CORP\\user; for a local account the name alone), a clock that ' +
    `differs by minutes, or NTLM switched off by policy. ${others}`.trimEnd()
  );
}

const account = ({ user, domain }: { user: string; domain: string }): string =>
  domain === '' ? user : `${domain}\\${user}`;

function statusMove(status: number): string {
  if (status === 404) return 'Nothing serves /wsman there: check the port.';
  if (status === 413) return 'A message was too large for the host: raise MaxEnvelopeSizekb in winrm/config.';
  if ([425, 429, 503].includes(status))
    return 'The host is overloaded, or its WinRM service is stopping: try again later.';
  if (status === 500)
    return 'A WinRM service that wants sealed messages answers so when something between has opened them; look into its event log.';
  return 'Check that a WinRM service, and no other web server, listens on this port.';
}

export function notInTime(who: string, step: string, seconds: number): UnreachableError {
  return new UnreachableError(
    `${who}: no PowerShell within ${seconds} s; it got as far as ${step}. ` +
      'Check the address and the firewalls on the way, or allow more time (connect deadline).',
  );
}

export const cancelled = (who: string, step: string): UnreachableError =>
  new UnreachableError(`${who}: cancelled while ${step}; nothing was changed there.`);
