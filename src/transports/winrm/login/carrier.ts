/** How an envelope travels on one connection once somebody is logged in there. */
import type { Secret } from '../../../model/secret.ts';
import type { HttpConnection, HttpReply } from '../http/http-connection.ts';
import { plainType } from '../http/sealed-body.ts';
import { type KerberosOptions, kerberosCarrier } from '../kerberos/kerberos-carrier.ts';
import { type NegotiateOptions, negotiatedCarrier } from './negotiate.ts';

export interface Carrier {
  /** The body of the reply is an envelope or empty. Rejects with AnswerLostError, also when a sealed answer does not hold. */
  post(envelope: Buffer, seconds: number): Promise<HttpReply>;
}

export type Login =
  | ({ readonly auth: 'negotiate' } & NegotiateOptions)
  | ({ readonly auth: 'kerberos' } & KerberosOptions)
  | { readonly auth: 'basic'; readonly user: string; readonly password: Secret }
  | { readonly auth: 'certificate' };

/** The certificate itself went into TLS; this asks the host to map it to an account. */
const MUTUAL = 'http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual';

/** Rejects with LoginRefusedError, NoTicketError or AnswerLostError. Basic and certificate are judged by the host with the first envelope. */
export function loggedIn(connection: HttpConnection, login: Login, seconds: number): Promise<Carrier> {
  if (login.auth === 'negotiate') return negotiatedCarrier(connection, login, seconds);
  if (login.auth === 'kerberos') return kerberosCarrier(connection, login, seconds);
  if (connection.certificate === undefined) throw new TypeError(`${login.auth} without TLS`);
  const authorization = () => {
    if (login.auth === 'certificate') return MUTUAL;
    return basic(login.user, login.password);
  };
  return Promise.resolve({
    post: (envelope, most) =>
      connection.post({ 'Content-Type': plainType, Authorization: authorization() }, envelope, most),
  });
}

/** RFC 7617, in UTF-8. */
export function basic(user: string, password: Secret): string {
  const word = Buffer.from(`${user}:${password.reveal()}`);
  const value = `Basic ${word.toString('base64')}`;
  word.fill(0);
  return value;
}
