/** The way to a host: one logged-in connection per jump host, each inside the one before, and the host's own at the end. */
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type LoggedIn, logIn } from './client.ts';
import type { Endpoint } from './endpoint.ts';
import { hostKeyAlgorithms } from './host-key.ts';
import type { KnownHostsFile } from './known-hosts-file.ts';
import { LoginFailure } from './login-failure.ts';
import { NarrowSocket } from './narrow-socket.ts';
import { judgeHostKey, type OfferedHostKey } from './offered-host-key.ts';
import { HostKeyRefusedError, notConnected, notLoggedIn, notPassedOn } from './refusals.ts';

export class Way {
  /** What is being waited for, for the message of a deadline. */
  step = 'starting';
  readonly #knownHosts: KnownHostsFile;
  readonly #keepAliveSeconds: number;
  readonly #signal: AbortSignal;
  readonly #isNarrow: boolean;
  readonly #hops: { readonly endpoint: Endpoint; readonly login: LoggedIn }[] = [];
  #tcp: Socket | undefined;

  constructor(knownHosts: KnownHostsFile, keepAliveSeconds: number, signal: AbortSignal, isNarrow: boolean) {
    this.#isNarrow = isNarrow;
    this.#keepAliveSeconds = keepAliveSeconds;
    this.#knownHosts = knownHosts;
    this.#signal = signal;
  }

  /** Logs in at the next machine. Rejects with UnreachableError; HostKeyRefusedError when its key is not a known one. */
  async pass(endpoint: Endpoint): Promise<{ login: LoggedIn; hostKey: OfferedHostKey }> {
    const socket = await this.#socketTo(endpoint);
    this.step = `logging in at ${endpoint.address}:${endpoint.port}`;
    let shown: OfferedHostKey | undefined;
    try {
      const { keys } = this.#knownHosts.of(endpoint);
      const accepts = (key: Buffer) => {
        shown = judgeHostKey(endpoint, this.#knownHosts, key);
        return shown.standing === 'known';
      };
      const { user, methods } = endpoint;
      const algorithms = hostKeyAlgorithms(keys);
      const keepAliveSeconds = this.#keepAliveSeconds;
      const login = await logIn(
        { socket, user, methods, algorithms, keepAliveSeconds, accepts, isNarrow: this.#isNarrow },
        this.#signal,
      );
      this.#hops.push({ endpoint, login });
      if (shown === undefined) throw new TypeError('logged in without having seen a host key');
      return { login, hostKey: shown };
    } catch (cause) {
      if (!(cause instanceof LoginFailure)) throw cause;
      if (cause.step === 'host-key' && shown !== undefined) throw new HostKeyRefusedError(shown);
      throw notLoggedIn(endpoint, cause);
    }
  }

  /** The key that the next machine shows, without logging in: no user name and no credential leaves this machine. */
  async look(endpoint: Endpoint): Promise<OfferedHostKey> {
    const socket = await this.#socketTo(endpoint);
    this.step = `asking ${endpoint.address}:${endpoint.port} for its host key`;
    let shown: OfferedHostKey | undefined;
    const accepts = (key: Buffer) => {
      shown = judgeHostKey(endpoint, this.#knownHosts, key);
      return false;
    };
    const algorithms = hostKeyAlgorithms(this.#knownHosts.of(endpoint).keys);
    try {
      const nobody = {
        user: '',
        methods: [],
        keepAliveSeconds: this.#keepAliveSeconds,
        isNarrow: this.#isNarrow,
      };
      await logIn({ socket, ...nobody, algorithms, accepts }, this.#signal);
    } catch (cause) {
      if (!(cause instanceof LoginFailure)) throw cause;
      if (shown === undefined) throw notLoggedIn(endpoint, cause);
    }
    if (shown === undefined) throw new TypeError('a refused host key was not refused');
    return shown;
  }

  /** Says goodbye from the far end back to here. */
  close(): void {
    for (const { login } of this.#hops.toReversed()) login.client.end();
    this.#tcp?.destroySoon();
  }

  destroy(): void {
    this.#tcp?.destroy();
  }

  /** A connection from the last machine on the way to an address that it reaches. Rejects with UnreachableError. */
  reach(host: string, address: string, port: number): Promise<Duplex> {
    return this.#socketTo({ who: host, host, address, port, user: '', methods: [] });
  }

  async #socketTo(endpoint: Endpoint): Promise<Duplex> {
    const before = this.#hops.at(-1);
    this.step = `connecting to ${endpoint.address}:${endpoint.port}`;
    if (before === undefined) {
      const started = performance.now();
      this.#tcp = await connected(endpoint, this.#signal);
      return this.#isNarrow ? new NarrowSocket(this.#tcp, performance.now() - started) : this.#tcp;
    }
    return new Promise((resolve, reject) => {
      const { address, port } = endpoint;
      const refuse = (cause: Error) => reject(notPassedOn(before.endpoint, endpoint, cause));
      try {
        before.login.client.forwardOut('127.0.0.1', 0, address, port, (error, channel) => {
          if (error) return refuse(error);
          channel.on('error', () => {});
          resolve(channel);
        });
      } catch (cause) {
        refuse(cause as Error);
      }
    });
  }
}

function connected(endpoint: Endpoint, signal: AbortSignal): Promise<Socket> {
  const { address: host, port } = endpoint;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, signal });
    socket.on('error', (error) => reject(notConnected(endpoint, error)));
    socket.once('connect', () => resolve(socket));
  });
}
