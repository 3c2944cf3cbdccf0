import { AnswerLostError, LoginRefusedError, NoTicketError } from '../failures.ts';
import type { HttpConnection, HttpReply } from '../http/http-connection.ts';
import { offeredIn, type Scheme, say, tokenIn } from '../http/http-login.ts';
import type { Carrier } from '../login/carrier.ts';
import { endPointData } from '../login/channel-binding.ts';
import { plainCarrier, sealedCarrier } from '../login/login-carriers.ts';
import type { Seal } from '../login/seal.ts';
import { explained, isExpired, isUnknownService } from './causes.ts';
import type { CredentialSource } from './credential-source.ts';
import type { Credentials } from './credentials.ts';
import { GssContext } from './gss-context.ts';
import { GssFailure } from './gssapi.ts';
import { KerberosSeal, UnsealableError } from './kerberos-seal.ts';
import { SpnegoError, spnegoAnswer, spnegoInit } from './spnego.ts';

export interface KerberosOptions {
  readonly credentials: Credentials;
  readonly source: CredentialSource;
  /** Principals of the service, in the order in which they are asked for. */
  readonly services: readonly string[];
}

/**
 * Logs in with a ticket for the host before any message is sent; host and we prove ourselves to each other. As with NTLM, over TLS the login
 * is bound to the certificate, and without TLS every body is sealed.
 */
export async function kerberosCarrier(
  connection: HttpConnection,
  options: KerberosOptions,
  seconds: number,
): Promise<Carrier> {
  const begun = begin(options, connection);
  // Nobody waits for a KDC longer than for the connection; what it still gives is released.
  const { context, token } = await Promise.race([begun, endOf(connection)]);
  const { scheme, reply } = await introduced(connection, token, seconds);
  await completed(context, scheme, reply, options);
  const seal = new KerberosSeal(context, scheme === 'Negotiate' ? 'SPNEGO' : 'Kerberos');
  return connection.certificate === undefined
    ? sealedCarrier(connection, aesOnly(seal))
    : plainCarrier(connection);
}

interface Begun {
  readonly context: GssContext;
  readonly token: Buffer;
}

async function begin(options: KerberosOptions, connection: HttpConnection, isSecond = false): Promise<Begun> {
  const { credentials, source, services } = options;
  const { certificate } = connection;
  const credential = await credentials.get(source);
  let unknown: GssFailure | undefined;
  for (const service of services) {
    const context = new GssContext(
      credential,
      service,
      certificate === undefined ? undefined : endPointData(certificate),
    );
    connection.whenClosed(() => context.release());
    try {
      const { token } = await context.step();
      return { context, token };
    } catch (cause) {
      context.release();
      if (!(cause instanceof GssFailure)) throw cause;
      if (isExpired(cause) && source.from !== 'ccache' && !isSecond) {
        await credentials.forget(source, credential);
        return begin(options, connection, true);
      }
      if (!isUnknownService(cause)) throw explained(cause, { source, services: [service] });
      unknown ??= cause;
    }
  }
  throw explained(unknown ?? new GssFailure(0, 0, 'no service name was given'), { source, services });
}

const endOf = (connection: HttpConnection): Promise<never> =>
  new Promise((_, reject) =>
    connection.whenClosed(() => reject(new AnswerLostError('the connection ended during the login'))),
  );

/** Negotiate is what hosts offer unless somebody switched it off; Kerberos by itself is the other, with the same token. */
async function introduced(
  connection: HttpConnection,
  token: Buffer,
  seconds: number,
): Promise<{ readonly scheme: Scheme; readonly reply: HttpReply }> {
  const reply = await say(connection, 'Negotiate', spnegoInit(token), seconds);
  const offered = offeredIn(reply).map((name) => name.toLowerCase());
  if (reply.status !== 401 || offered.includes('negotiate')) return { scheme: 'Negotiate', reply };
  if (!offered.includes('kerberos'))
    throw new LoginRefusedError(
      'offered',
      offeredIn(reply),
      'the host offers neither Negotiate nor Kerberos',
    );
  return { scheme: 'Kerberos', reply: await say(connection, 'Kerberos', token, seconds) };
}

/** What the host answered has to be the proof that it is the host. */
async function completed(
  context: GssContext,
  scheme: Scheme,
  reply: HttpReply,
  { source, services }: KerberosOptions,
): Promise<void> {
  const { status } = reply;
  const offered = offeredIn(reply);
  const isRefused = status === 401 || status === 403;
  const refusal = () =>
    isRefused
      ? new LoginRefusedError('rejected', offered, `HTTP status ${status}`)
      : new LoginRefusedError(
          'handshake',
          offered,
          `HTTP status ${status} without a proof of who the host is`,
        );
  try {
    const said = tokenIn(reply, scheme) ?? Buffer.alloc(0);
    const token = scheme === 'Negotiate' && said.length > 0 ? spnegoAnswer(said) : said;
    if (token.length === 0) throw refusal();
    const { isDone } = await context.step(token);
    if (!isDone || isRefused) throw refusal();
  } catch (cause) {
    if (cause instanceof SpnegoError)
      throw new LoginRefusedError('handshake', offered, cause.message, { cause });
    if (!(cause instanceof GssFailure)) throw cause;
    // A host that refuses may say why in the token: its clock, or that it cannot read the ticket.
    throw explained(cause, { source, services });
  }
}

/** Before anything is sent: what cannot be sealed as AES does is told as what it is. */
const aesOnly = (seal: Seal): Seal => ({
  protocol: seal.protocol,
  open: (signature, sealed) => seal.open(signature, sealed),
  seal: (message) => {
    try {
      return seal.seal(message);
    } catch (cause) {
      if (!(cause instanceof UnsealableError)) throw cause;
      throw new NoTicketError(
        `messages cannot be sealed as WinRM wants it: ${cause.message}`,
        "Give the host's computer account AES (msDS-SupportedEncryptionTypes), or use https.",
        { cause },
      );
    }
  },
});
