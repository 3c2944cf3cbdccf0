import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { channelBinding } from '../../../src/transports/winrm/login/channel-binding.ts';
import type { Certificate } from './certificates.ts';
import type { KerberosAcceptor, KerberosHost } from './kerberos-acceptor.ts';
import { type KnownAccount, NtlmAcceptor } from './ntlm-acceptor.ts';
import type { HostSeal } from './sealed-wrapping.ts';

export interface LoginOptions {
  readonly account?: KnownAccount;
  readonly certificate?: Certificate;
  readonly offers?: readonly ('Negotiate' | 'Kerberos' | 'Basic')[];
  /** Of the one client that is let in by its certificate. */
  readonly client?: Certificate;
  /** Refuses logins over TLS that are bound to no channel, or to another (CbtHardeningLevel=Strict). */
  readonly isStrict?: boolean;
  /** How far its clock is ahead of ours. */
  readonly minutesAhead?: number;
  /** Who judges logins by Kerberos, instead of NTLM. */
  readonly kerberos?: KerberosAcceptor;
}

/** One connection of a client. */
export interface Visitor {
  isIn: boolean;
  seal?: HostSeal;
  acceptor?: NtlmAcceptor;
  kerberos?: KerberosHost;
}

const MUTUAL = 'http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual';

/** GSSAPI's frame (RFC 2743, 3.1): Kerberos, by itself or in SPNEGO. */
const isGssToken = (token: Buffer): boolean => token[0] === 0x60;

/** Who is let in, by which of the ways that a WinRM service offers. */
export class HostLogins {
  readonly #options: LoginOptions;
  readonly #account: KnownAccount;
  count = 0;
  /** Principals that Kerberos let in, with the service that their ticket was for. */
  readonly principals: string[] = [];

  constructor(options: LoginOptions, account: KnownAccount) {
    this.#options = options;
    this.#account = account;
  }

  /** Headers for the answer to who is let in; undefined when the request has been answered. */
  async letIn(
    visitor: Visitor,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Record<string, string> | undefined> {
    const offers = this.#options.offers ?? ['Negotiate'];
    const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(' ');
    const token = Buffer.from(value, 'base64');
    const refuse = (more: Buffer = Buffer.alloc(0)) => {
      const said = more.length > 0 ? ` ${more.toString('base64')}` : '';
      const headers = offers.map((offer) => `${offer}${offer === scheme ? said : ''}`);
      response.writeHead(401, { 'WWW-Authenticate': headers }).end();
      return undefined;
    };
    if (scheme === MUTUAL) return this.#isClient(request.socket as TLSSocket) ? {} : refuse();
    if (!offers.some((offer) => offer === scheme)) return refuse();
    if (scheme === 'Basic') return this.#isAccount(token.toString()) ? {} : refuse();
    if (isGssToken(token)) {
      const { token: said, isIn } = await this.#byKerberos(
        visitor,
        scheme as 'Negotiate' | 'Kerberos',
        token,
      );
      return isIn ? { 'WWW-Authenticate': `${scheme} ${said.toString('base64')}` } : refuse(said);
    }
    if (token.readUInt32LE(8) === 1) {
      visitor.acceptor = new NtlmAcceptor(this.#account, later(this.#options.minutesAhead));
      return refuse(visitor.acceptor.challenge(token));
    }
    return this.#byNtlm(visitor, token) ? {} : refuse();
  }

  #isClient(socket: TLSSocket): boolean {
    const shown = socket.getPeerCertificate().raw;
    if (!this.#options.client?.der.equals(shown ?? Buffer.alloc(0))) return false;
    this.count += 1;
    return true;
  }

  #isAccount(text: string): boolean {
    const { user, domain, password } = this.#account;
    const isRight = [user, `${domain}\\${user}`].some((name) => text === `${name}:${password}`);
    if (isRight) this.count += 1;
    return isRight;
  }

  #byNtlm(visitor: Visitor, token: Buffer): boolean {
    try {
      const { seal, channelBinding: bound } =
        visitor.acceptor?.accept(token) ?? raise('no challenge was asked for');
      const { certificate, isStrict } = this.#options;
      if (certificate && isStrict && !bound?.equals(channelBinding(certificate.der)))
        raise('another channel');
      visitor.isIn = true;
      this.count += 1;
      if (!certificate) visitor.seal = seal;
      return true;
    } catch {
      return false;
    }
  }

  async #byKerberos(visitor: Visitor, scheme: 'Negotiate' | 'Kerberos', token: Buffer) {
    const { kerberos, certificate } = this.#options;
    if (kerberos === undefined) return { token: Buffer.alloc(0), isIn: false };
    visitor.kerberos ??= kerberos.connection();
    const { token: said, who, service, error } = await visitor.kerberos.step(token);
    const isIn = error === undefined && typeof who === 'string';
    if (!isIn) return { token: said, isIn };
    this.count += 1;
    this.principals.push(`${who} for ${service}`);
    visitor.isIn = true;
    visitor.kerberos.protocol = scheme === 'Negotiate' ? 'SPNEGO' : 'Kerberos';
    if (!certificate) visitor.seal = visitor.kerberos;
    return { token: said, isIn };
  }
}

export const later = (minutes = 0): Date => new Date(Date.now() + minutes * 60_000);

function raise(why: string): never {
  throw new Error(why);
}
