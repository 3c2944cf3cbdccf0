/** A realm, a host in it, and lines to that host: what the tests of Kerberos share. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { UnreachableError } from '../../../src/model/errors.ts';
import type { Host, WinrmTransport } from '../../../src/model/host.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Transport } from '../../../src/model/transport.ts';
import { winrmTransport } from '../../../src/transports/winrm/index.ts';
import { exchange, optionsWith, refusalOf, running, signal } from '../hosts.ts';
import { Kdc, type Principals, REALM } from './kdc.ts';
import { KerberosAcceptor } from './kerberos-acceptor.ts';
import { echoing } from './programs.ts';
import { shortTimes } from './short-times.ts';
import { WinrmServer, type WinrmServerOptions } from './winrm-server.ts';

export const password = 'päss wörd';
export const principal = `ann@${REALM}`;
export const byPassword = { user: principal, password: { from: 'env', name: 'PASSWORD' } } as const;

export interface Given extends Partial<WinrmServerOptions> {
  /** Of the channel that the host knows itself to be on. */
  readonly channel?: Buffer;
  readonly environment?: NodeJS.ProcessEnv;
}

/** A host is asked over two processes here, on a machine that may have much to do. */
const unhurried = { ...shortTimes, operationSeconds: 20, graceSeconds: 20 };

export class KerberosLab {
  #kdc: Kdc | undefined;
  readonly #stops: (() => Promise<void> | void)[] = [];

  /** To be made in a `describe`: the realm lives as long as its tests; libkrb5 in this process finds it by the environment. */
  constructor(principals: Principals) {
    const before: Record<string, string | undefined> = {};
    beforeAll(async () => {
      this.#kdc = await Kdc.start(principals);
      for (const [name, value] of Object.entries(this.#kdc.environment)) {
        if (process.env[name] === value) continue;
        before[name] = process.env[name];
        process.env[name] = value;
      }
    });
    afterEach(async () => {
      for (const stop of this.#stops.splice(0).reverse()) await stop();
    });
    afterAll(() => {
      this.#kdc?.stop();
      for (const [name, value] of Object.entries(before))
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    });
  }

  get kdc(): Kdc {
    if (!this.#kdc) throw new Error('the realm is not there yet');
    return this.#kdc;
  }

  acceptor(channel?: Buffer, environment?: NodeJS.ProcessEnv): KerberosAcceptor {
    const made = new KerberosAcceptor(this.kdc, channel, environment);
    this.#stops.push(() => made.stop());
    return made;
  }

  async serve({ channel, environment, ...given }: Given = {}): Promise<WinrmServer> {
    const kerberos = this.acceptor(channel, environment);
    await kerberos.ready;
    const server = await WinrmServer.start({ program: echoing, kerberos, ...given });
    this.#stops.push(async () => {
      expect(server.plain).toBe(0);
      await server.stop();
    });
    return server;
  }

  /** The tests' server under the name that it has a key for: `host/localhost`. */
  host(server: WinrmServer, settings: Partial<WinrmTransport> = byPassword): Host {
    const { password: _, ...transport } = server.host().transport as WinrmTransport;
    const kerberos = { auth: 'kerberos', address: 'localhost', user: '' } as const;
    return { ...server.host(), transport: { ...transport, ...kerberos, ...settings } };
  }

  transport(secret = password, connectSeconds = 25, times = unhurried): Transport {
    const options = optionsWith({ credential: async () => new Secret(secret), connectSeconds });
    return winrmTransport(options, times);
  }

  /** One line that gives back what it is sent. */
  async carry(
    server: WinrmServer,
    settings?: Partial<WinrmTransport>,
    input: Buffer = Buffer.from('hello\n'),
  ): Promise<void> {
    const line = await this.transport().start(this.host(server, settings), running('exit'), signal());
    const { out, end } = await exchange(line, input);
    expect([out.equals(input), end.exitCode]).toEqual([true, 0]);
  }

  /** What the person reads when no line came about; never the password. */
  async refusal(
    server: WinrmServer,
    settings?: Partial<WinrmTransport>,
    transport = this.transport(),
  ): Promise<string> {
    const error = await refusalOf(transport.start(this.host(server, settings), running('exit'), signal()));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toMatch(/^EX01: /);
    expect(error.message).not.toContain(password);
    return error.message;
  }
}
