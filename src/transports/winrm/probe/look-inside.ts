import { randomUUID } from 'node:crypto';
import { bad, type Check, doubtful, good } from '../../../model/diagnosis.ts';
import { Channel } from '../channel.ts';
import type { Endpoint } from '../endpoint.ts';
import { LoginRefusedError, WsmanFaultError } from '../failures.ts';
import type { Login } from '../login/carrier.ts';
import { inWords, wordsOf } from '../refusals.ts';
import { defaultTimes } from '../times.ts';
import { envelopeSizeIn, serviceConfig, Wsman } from '../wsman/wsman.ts';
import type { Element } from '../wsman/xml.ts';
import { askWho } from './ask-who.ts';
import { type RejectedLogin, shapeOf, showRejected, subStatuses, suspectsOf } from './login-causes.ts';
import { lookAtShells } from './look-at-shells.ts';

/** One login, and what the account may do with it, over one connection. */
export async function* lookInside(endpoint: Endpoint, signal: AbortSignal): AsyncGenerator<Check> {
  const { at, login, to } = endpoint;
  const channel = new Channel({ at, login, times: defaultTimes, signal });
  const wsman = new Wsman(channel, { to, sessionId: `uuid:${randomUUID().toUpperCase()}` }, randomUUID);
  try {
    let config: Element | undefined;
    try {
      config = await serviceConfig(wsman, defaultTimes.operationSeconds);
      yield good('login', `let in by ${login.auth}; messages may have ${envelopeSizeIn(config) / 1024} KB`);
    } catch (cause) {
      if (!(cause instanceof WsmanFaultError)) return yield await notLetIn(endpoint, cause, signal);
      yield doubtful(
        'login',
        `let in by ${login.auth}, and may not read the service's settings: ${inWords(cause)}`,
        'The account is probably no administrator there; whether it gets a shell shows next.',
        'Get-LocalGroupMember -SID S-1-5-32-544',
      );
    }
    yield await lookAtShells(wsman, config, defaultTimes);
  } catch (cause) {
    yield bad('quotas', wordsOf(endpoint, 'opening a shell', cause), '');
  } finally {
    wsman.close();
  }
}

async function notLetIn(endpoint: Endpoint, cause: unknown, signal: AbortSignal): Promise<Check> {
  const words = wordsOf(endpoint, 'the login', cause);
  const isRejected = cause instanceof LoginRefusedError && cause.step === 'rejected';
  const account = isRejected ? accountOf(endpoint.login) : undefined;
  if (account === undefined) return bad('login', words, '', 'winrm get winrm/config/service/auth');
  const host =
    endpoint.login.auth === 'negotiate'
      ? await askWho(endpoint.at, defaultTimes.operationSeconds, signal).catch(() => undefined)
      : undefined;
  const suspects = suspectsOf({ auth: endpoint.login.auth, ...account, host, now: new Date() });
  const likely =
    suspects.length === 0
      ? 'Nothing that can be seen from here speaks for one of them: the password is the first to try again.'
      : `Likely: ${suspects.join('; ')}.`;
  return bad('login', words, `${likely} ${subStatuses}`, showRejected);
}

function accountOf(login: Login): Pick<RejectedLogin, 'user' | 'domain' | 'password'> | undefined {
  if (login.auth === 'negotiate') return { ...login.account, password: shapeOf(login.password.reveal()) };
  if (login.auth !== 'basic') return undefined;
  const [name = '', domain = ''] = login.user.split('\\').toReversed();
  return { user: name, domain: domain === '.' ? '' : domain, password: shapeOf(login.password.reveal()) };
}
