/** The way to a host: one logged-in connection per jump host, each inside the one before, and the host's own at the end. */
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Swallowed } from '../../model/transport.ts';
import { type LoggedIn, logIn } from './client.ts';
import type { Endpoint } from './endpoint.ts';
import { hostKeyAlgorithms } from './host-key.ts';
import type { KnownHostsFile } from './known-hosts-file.ts';
import { LoginFailure } from './login-failure.ts';
import { NarrowSocket } from './narrow-socket.ts';
import { judgeHostKey, type OfferedHostKey } from './offered-host-key.ts';
import { watchProgress } from './progress-watch.ts';
import { HostKeyRefusedError, notConnected, notLoggedIn, notPassedOn, stalledAtLogin } from './refusals.ts';

export interface WaySettings {
  readonly knownHosts: KnownHostsFile;
  readonly keepAliveSeconds: number;
  readonly signal: AbortSignal;
  readonly isNarrow: boolean;
  /** When to take a line for stalled, see `Login`; undefined: never. */
  readonly stallSeconds: number | undefined;
}

/** So long nothing of what is to be sent may leave. */
const STUCK_SECONDS = 15;

export class Way {
  /** What is being waited for, for the message of a deadline. */
  step = 'starting';
  readonly #settings: WaySettings;
  readonly #hops: { readonly endpoint: Endpoint; readonly login: LoggedIn }[] = [];
  #tcp: Socket | undefined;

  constructor(settings: WaySettings) {
    this.#settings = settings;
  }

  /** Logs in at the next machine. Rejects with UnreachableError; HostKeyRefusedError when its key is not a known one. */
  async pass(endpoint: Endpoint): Promise<{ login: LoggedIn; hostKey: OfferedHostKey }> {
    const socket = await this.#socketTo(endpoint);
    this.step = `logging in at ${endpoint.address}:${endpoint.port}`;
    let shown: OfferedHostKey | undefined;
    try {
      const { knownHosts, signal, ...settings } = this.#settings;
      const { keys } = knownHosts.of(endpoint);
      const accepts = (key: Buffer) => {
        shown = judgeHostKey(endpoint, knownHosts, key);
        return shown.standing === 'known';
      };
      const { user, methods } = endpoint;
      const algorithms = hostKeyAlgorithms(keys);
      const login = await logIn({ socket, user, methods, algorithms, accepts, ...settings }, signal);
      this.#hops.push({ endpoint, login });
      if (shown === undefined) throw new TypeError('logged in without having seen a host key');
      return { login, hostKey: shown };
    } catch (cause) {
      if (!(cause instanceof LoginFailure)) throw cause;
      if (cause.step === 'host-key' && shown !== undefined) throw new HostKeyRefusedError(shown);
      if (cause.step === 'stalled') throw stalledAtLogin(endpoint);
      throw notLoggedIn(endpoint, cause);
    }
  }

  /** The key that the next machine shows, without logging in: no user name and no credential leaves this machine. */
  async look(endpoint: Endpoint): Promise<OfferedHostKey> {
    const socket = await this.#socketTo(endpoint);
    this.step = `asking ${endpoint.address}:${endpoint.port} for its host key`;
    let shown: OfferedHostKey | undefined;
    const { knownHosts, signal, ...settings } = this.#settings;
    const accepts = (key: Buffer) => {
      shown = judgeHostKey(endpoint, knownHosts, key);
      return false;
    };
    const algorithms = hostKeyAlgorithms(knownHosts.of(endpoint).keys);
    try {
      await logIn({ socket, user: '', methods: [], algorithms, accepts, ...settings }, signal);
    } catch (cause) {
      if (!(cause instanceof LoginFailure)) throw cause;
      if (cause.step === 'stalled') throw stalledAtLogin(endpoint);
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

  /** Until it is ended, calls `stalled` when the SSH server owes an answer that it gives at once, and nothing is heard. */
  watchServer(stalled: () => void): () => void {
    const { stallSeconds } = this.#settings;
    const tcp = this.#tcp;
    if (tcp === undefined || stallSeconds === undefined) return () => {};
    return watchProgress(() => tcp.bytesRead, stallSeconds, stalled);
  }

  /**
   * The same while it is a program's time to answer: the server is still asked for a sign of life at an interval, and acknowledges what leaves
   * here. None of this in narrow mode, which has nothing slower to turn to.
   */
  watchProgram(stalled: (swallowed: Swallowed) => void): () => void {
    const { keepAliveSeconds, stallSeconds } = this.#settings;
    const tcp = this.#tcp;
    if (tcp === undefined || stallSeconds === undefined) return () => {};
    const leaving = () =>
      tcp.writableLength === 0 ? undefined : `${tcp.bytesRead} ${tcp.bytesWritten - tcp.writableLength}`;
    const ends = [
      // All has left, and a request larger than a packet has been answered before: it is the host's answer that does not come.
      watchProgress(
        () => tcp.bytesRead,
        Math.ceil(2.5 * keepAliveSeconds),
        () => stalled(leaving() === undefined ? 'from-host' : 'either'),
      ),
      watchProgress(leaving, STUCK_SECONDS, () => stalled('either')),
    ];
    return () => {
      for (const end of ends) end();
    };
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
      this.#tcp = await connected(endpoint, this.#settings.signal);
      return this.#settings.isNarrow ? new NarrowSocket(this.#tcp, performance.now() - started) : this.#tcp;
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
