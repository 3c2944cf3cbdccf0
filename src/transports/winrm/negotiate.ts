import type { Carrier } from './carrier.ts';
import { channelBinding } from './channel-binding.ts';
import { AnswerLostError, LoginRefusedError } from './failures.ts';
import type { HttpConnection, HttpReply } from './http-connection.ts';
import { NtlmLogin, type NtlmOptions } from './ntlm/login.ts';
import { type MessageSeal, SealBrokenError } from './ntlm/message-seal.ts';
import { NtlmRefusedError } from './ntlm/refused.ts';
import { openBody, plainType, sealBody, sealedType } from './sealed-body.ts';

export type NegotiateOptions = Omit<NtlmOptions, 'channelBinding'>;

const EMPTY = Buffer.alloc(0);

/**
 * Logs in with NTLMv2 before any message is sent: the bodies of the handshake are empty. Over TLS the login is bound to the certificate
 * and bodies travel in TLS; without it every body is sealed, and an answer that is not is not read.
 */
export async function negotiatedCarrier(
  connection: HttpConnection,
  options: NegotiateOptions,
  seconds: number,
): Promise<Carrier> {
  const { certificate } = connection;
  const login = new NtlmLogin({
    ...options,
    channelBinding: certificate === undefined ? undefined : channelBinding(certificate),
  });
  const first = await say(connection, login.negotiate, seconds);
  const challenge = challengeIn(first);
  const { token, seal } = answered(login, challenge, first);
  const second = await say(connection, token, seconds);
  if (second.status === 401 || second.status === 403)
    throw new LoginRefusedError('rejected', offeredIn(second), `HTTP status ${second.status}`);
  return certificate === undefined ? sealedCarrier(connection, seal) : plainCarrier(connection);
}

const say = (connection: HttpConnection, token: Buffer, seconds: number): Promise<HttpReply> =>
  connection.post(
    { 'Content-Type': plainType, Authorization: `Negotiate ${token.toString('base64')}` },
    EMPTY,
    seconds,
  );

/** Node joins several headers of this name with a comma; tokens hold none. */
const schemesIn = ({ headers }: HttpReply): readonly string[] =>
  (headers['www-authenticate'] ?? '').split(',').map((scheme) => scheme.trim());

/** Names of the ways to log in that a reply offers. */
export const offeredIn = (reply: HttpReply): readonly string[] =>
  schemesIn(reply).flatMap((scheme) => /^([A-Za-z]+)(?:\s|$)/.exec(scheme)?.[1] ?? []);

function challengeIn(reply: HttpReply): Buffer {
  const offered = offeredIn(reply);
  const token = schemesIn(reply).flatMap((scheme) => /^Negotiate\s+(\S+)$/i.exec(scheme)?.[1] ?? [])[0];
  if (token !== undefined && reply.status === 401) return Buffer.from(token, 'base64');
  if (reply.status === 401)
    throw new LoginRefusedError('offered', offered, 'the host offers no Negotiate with NTLM');
  throw new LoginRefusedError('handshake', offered, `HTTP status ${reply.status} in place of a challenge`);
}

function answered(login: NtlmLogin, challenge: Buffer, reply: HttpReply) {
  try {
    return login.authenticate(challenge);
  } catch (cause) {
    if (!(cause instanceof NtlmRefusedError)) throw cause;
    throw new LoginRefusedError('handshake', offeredIn(reply), cause.message, { cause });
  }
}

const plainCarrier = (connection: HttpConnection): Carrier => ({
  post: (envelope, seconds) => connection.post({ 'Content-Type': plainType }, envelope, seconds),
});

const sealedCarrier = (connection: HttpConnection, seal: MessageSeal): Carrier => ({
  post: async (envelope, seconds) => {
    const body = sealBody(seal, envelope);
    const reply = await connection.post({ 'Content-Type': sealedType }, body, seconds);
    // Statuses without an envelope (401, 413, 503) come from before the service and cannot be sealed.
    if (reply.status !== 200 && !/^multipart\/encrypted\b/i.test(reply.headers['content-type'] ?? ''))
      return { ...reply, body: EMPTY };
    try {
      return { ...reply, body: openBody(seal, reply.headers['content-type'] ?? '', reply.body) };
    } catch (cause) {
      connection.close();
      if (cause instanceof SealBrokenError) throw new AnswerLostError(cause.message, { cause });
      throw cause;
    }
  },
});
