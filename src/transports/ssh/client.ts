/**
 * The only file that touches ssh2. It never trusts a default of the package: the caller brings the socket, judges the host key and
 * says which ways to log in are tried in which order.
 */
import type { Duplex } from 'node:stream';
import type {
  AnyAuthMethod,
  AuthenticationType,
  Client,
  ClientChannel,
  ConnectConfig,
  ParsedKey,
} from 'ssh2';
import ssh2 from 'ssh2';
import type { Secret } from '../../model/secret.ts';
import { LoginFailure } from './login-failure.ts';
import { watchProgress } from './progress-watch.ts';

export type { Client, ClientChannel };

export type LoginMethod =
  | { readonly type: 'publickey'; readonly key: ParsedKey; readonly label: string }
  | { readonly type: 'agent'; readonly socket: string; readonly label: string }
  | { readonly type: 'password' | 'keyboard-interactive'; readonly password: Secret; readonly label: string };

export interface Login {
  readonly socket: Duplex;
  readonly user: string;
  readonly methods: readonly LoginMethod[];
  /** Large packets do not arrive: the greeting names two ways each, not all. */
  readonly isNarrow: boolean;
  /** Server host key algorithms, the preferred first. */
  readonly algorithms: readonly string[];
  /** The line counts as broken after three questions, this far apart, without an answer. */
  readonly keepAliveSeconds: number;
  /** The two have begun to agree on keys and nothing came for so long: it fails as stalled. Undefined: that is left to the deadline. */
  readonly stallSeconds: number | undefined;
  accepts(hostKey: Buffer): boolean;
}

export interface LoggedIn {
  readonly client: Client;
  /** Why the connection ended, as far as it is known. */
  whyClosed(): string;
}

/** An Error when `data` is no private key that `passphrase` opens. */
export function openPrivateKey(data: Buffer, passphrase: string | undefined): ParsedKey | Error {
  const parsed: ParsedKey | ParsedKey[] | Error = ssh2.utils.parseKey(data, passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined) return new Error('the file holds no key');
  if (key instanceof Error || key.isPrivateKey()) return key;
  return new Error('it is a public key');
}

/** Rejects with LoginFailure; the socket is destroyed then. Errors that come later end the connection and never throw. */
export function logIn(login: Login, signal: AbortSignal): Promise<LoggedIn> {
  const client = new ssh2.Client();
  const ways = new WaysToLogIn(login);
  let refused = false;
  let last: Error | undefined;
  let unwatch = () => {};
  return new Promise((resolve, reject) => {
    const fail = (step: LoginFailure['step'], cause?: Error) => {
      unwatch();
      signal.removeEventListener('abort', abort);
      login.socket.destroy();
      reject(new LoginFailure(step, ways.tried, ways.offered, ways.notes, cause));
    };
    const abort = () => fail('aborted');
    client.on('error', (error: Error & { level?: string }) => {
      if (error.level === 'agent') return ways.note('the agent did not answer');
      if (error.level === 'client-authentication' && !ways.exhausted) return ways.note(error.message);
      last ??= error;
      if (refused) fail('host-key', error);
      else if (error.level === 'client-authentication') fail('authentication', error);
      else if (error.level === 'handshake') fail('handshake', error);
      else fail(ways.tried.length > 0 ? 'authentication' : 'connection', error);
    });
    client.on('change password', () => {
      ways.note('the password has expired and has to be changed at the host first');
      fail('authentication');
    });
    client.once('close', () => fail(ways.tried.length > 0 ? 'authentication' : 'connection', last));
    client.once('ready', () => {
      signal.removeEventListener('abort', abort);
      resolve({ client, whyClosed: () => last?.message ?? 'the host closed the connection' });
    });
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    client.connect({
      ...configOf(login),
      authHandler: ways.next,
      hostVerifier: (key: Buffer) => {
        refused = !login.accepts(key);
        return !refused;
      },
    });
    unwatch = watchHandshake(login, () => fail('stalled'));
    client.once('handshake', () => unwatch());
  });
}

/** A server that has not said a word is slow, or none: its name comes first, in a small packet. */
function watchHandshake({ socket, stallSeconds }: Login, stalled: () => void): () => void {
  if (stallSeconds === undefined) return () => {};
  let heard = 0;
  const count = (bytes: Buffer) => {
    heard += bytes.length;
  };
  socket.on('data', count);
  const unwatch = watchProgress(() => heard || undefined, stallSeconds, stalled);
  return () => {
    socket.off('data', count);
    unwatch();
  };
}

/** What every OpenSSH of the last ten years has, Windows' own too. */
const SHORT: NonNullable<ConnectConfig['algorithms']> = {
  kex: ['curve25519-sha256', 'ecdh-sha2-nistp256'],
  cipher: ['aes256-gcm@openssh.com', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-256'],
  compress: ['none'],
};

function configOf(login: Login): ConnectConfig {
  const serverHostKey = [...login.algorithms] as NonNullable<
    NonNullable<ConnectConfig['algorithms']>['serverHostKey']
  >;
  // The deadline is the caller's: it covers every hop, and ssh2's own would start anew with each.
  return {
    sock: login.socket as NonNullable<ConnectConfig['sock']>,
    username: login.user,
    readyTimeout: 0,
    keepaliveInterval: login.keepAliveSeconds * 1000,
    keepaliveCountMax: 3,
    algorithms: { serverHostKey, ...(login.isNarrow ? SHORT : {}) },
  };
}

/** Each way once, in our order, those that the server offers; servers that want two in a row are served too. */
class WaysToLogIn {
  readonly tried: string[] = [];
  readonly notes: string[] = [];
  exhausted = false;
  readonly #offered = new Set<string>();
  readonly #left: LoginMethod[];
  readonly #user: string;

  constructor(login: Login) {
    this.#left = [...login.methods];
    this.#user = login.user;
  }

  get offered(): readonly string[] {
    return [...this.#offered];
  }

  note(text: string): void {
    this.notes.push(text);
  }

  /** ssh2 asks for the first way with null; asking with `none` makes the server say what it offers. */
  readonly next = (offered: AuthenticationType[] | null): AnyAuthMethod | false => {
    const username = this.#user;
    if (offered === null) return { type: 'none', username };
    for (const name of offered) this.#offered.add(name);
    const at = this.#left.findIndex(({ type }) => offered.includes(type === 'agent' ? 'publickey' : type));
    const [method] = at < 0 ? [] : this.#left.splice(at, 1);
    this.exhausted = method === undefined;
    if (method === undefined) return false;
    this.tried.push(method.label);
    if (method.type === 'publickey') return { type: 'publickey', username, key: method.key };
    if (method.type === 'agent') return { type: 'agent', username, agent: method.socket };
    const { password } = method;
    if (method.type === 'password') return { type: 'password', username, password: password.reveal() };
    return { type: 'keyboard-interactive', username, prompt: this.#answer(password) };
  };

  /** Answers one question, hidden while typed, once: anything else (a code from a token) is for a person. */
  #answer(password: Secret) {
    let answered = false;
    type Questions = { prompt: string; echo?: boolean }[];
    return (_name: string, _text: string, _lang: string, asked: Questions, finish: (a: string[]) => void) => {
      const [question] = asked;
      if (!answered && asked.length === 1 && question?.echo !== true) {
        answered = true;
        return finish([password.reveal()]);
      }
      this.note('the host asked more than a password, which only a person can answer');
      finish(asked.map(() => ''));
    };
  }
}
