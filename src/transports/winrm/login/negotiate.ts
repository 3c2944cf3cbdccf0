import { LoginRefusedError } from '../failures.ts';
import type { HttpConnection, HttpReply } from '../http/http-connection.ts';
import { offeredIn, say, tokenIn } from '../http/http-login.ts';
import { NtlmLogin, type NtlmOptions } from '../ntlm/login.ts';
import { NtlmRefusedError } from '../ntlm/refused.ts';
import type { Carrier } from './carrier.ts';
import { channelBinding } from './channel-binding.ts';
import { plainCarrier, sealedCarrier } from './login-carriers.ts';

export type NegotiateOptions = Omit<NtlmOptions, 'channelBinding'>;

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
  const first = await say(connection, 'Negotiate', login.negotiate, seconds);
  const challenge = challengeIn(first);
  const { token, seal } = answered(login, challenge, first);
  const second = await say(connection, 'Negotiate', token, seconds);
  if (second.status === 401 || second.status === 403)
    throw new LoginRefusedError('rejected', offeredIn(second), `HTTP status ${second.status}`);
  return certificate === undefined ? sealedCarrier(connection, seal) : plainCarrier(connection);
}

function challengeIn(reply: HttpReply): Buffer {
  const offered = offeredIn(reply);
  const token = tokenIn(reply, 'Negotiate');
  if (token !== undefined && reply.status === 401) return token;
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
