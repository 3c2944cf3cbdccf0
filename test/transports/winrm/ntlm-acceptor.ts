import { randomBytes } from 'node:crypto';
import { Secret } from '../../../src/model/secret.ts';
import { accountKey, hmacMd5, utf16 } from '../../../src/transports/winrm/ntlm/keys.ts';
import { MessageSeal } from '../../../src/transports/winrm/ntlm/message-seal.ts';
import { Flag, MIC_AT, MIC_LENGTH } from '../../../src/transports/winrm/ntlm/messages.ts';
import { Rc4 } from '../../../src/transports/winrm/ntlm/rc4.ts';
import { Av, readTargetInfo, writeTargetInfo } from '../../../src/transports/winrm/ntlm/target-info.ts';

/** The account that the acceptor knows; its domain is compared as it is written. */
export interface KnownAccount {
  readonly user: string;
  readonly domain: string;
  readonly password: string;
}

export interface Accepted {
  readonly seal: MessageSeal;
  readonly channelBinding: Buffer | undefined;
}

/** The host's side of one NTLM login. Its cryptography is the client's own code: whether that is right is shown by gss-ntlmssp and Samba. */
export class NtlmAcceptor {
  readonly #account: KnownAccount;
  #negotiate: Buffer = Buffer.alloc(0);
  #challenge: Buffer = Buffer.alloc(0);

  readonly #now: Date;

  constructor(account: KnownAccount, now = new Date()) {
    this.#account = account;
    this.#now = now;
  }

  challenge(negotiate: Buffer): Buffer {
    this.#negotiate = negotiate;
    const time = Buffer.alloc(8);
    time.writeBigUInt64LE((BigInt(this.#now.getTime()) + 11_644_473_600_000n) * 10_000n);
    const info = writeTargetInfo(
      new Map([
        [2, utf16('CORP')],
        [1, utf16('EX01')],
        [Av.timestamp, time],
      ]),
    );
    const head = Buffer.alloc(56);
    head.write('NTLMSSP\0', 'latin1');
    head.writeUInt32LE(2, 8);
    head.writeUInt32LE(56, 16);
    head.writeUInt32LE((negotiate.readUInt32LE(12) | Flag.targetInfo | Flag.unicode) >>> 0, 20);
    randomBytes(8).copy(head, 24);
    head.writeUInt16LE(info.length, 40);
    head.writeUInt16LE(info.length, 42);
    head.writeUInt32LE(56, 44);
    this.#challenge = Buffer.concat([head, info]);
    return Buffer.from(this.#challenge);
  }

  /** Throws when somebody else, or another password, or somebody on the way speaks. */
  accept(token: Buffer): Accepted {
    const field = (at: number) => {
      const [length, offset] = [token.readUInt16LE(at), token.readUInt32LE(at + 4)];
      return token.subarray(offset, offset + length);
    };
    const [response, domain, user] = [
      field(20),
      field(28).toString('utf16le'),
      field(36).toString('utf16le'),
    ];
    const key = accountKey({ user, domain }, new Secret(this.#account.password));
    const [proof, blob] = [response.subarray(0, 16), response.subarray(16)];
    const known = user.toUpperCase() === this.#account.user.toUpperCase() && domain === this.#account.domain;
    if (!known || !hmacMd5(key, this.#challenge.subarray(24, 32), blob).equals(proof))
      throw new Error('no such account or password');
    const exported = new Rc4(hmacMd5(key, proof)).update(field(52));
    const bare = Buffer.from(token).fill(0, MIC_AT, MIC_AT + MIC_LENGTH);
    const code = hmacMd5(exported, this.#negotiate, this.#challenge, bare);
    if (!code.equals(token.subarray(MIC_AT, MIC_AT + MIC_LENGTH)))
      throw new Error('the message integrity code does not hold');
    const binding = readTargetInfo(blob.subarray(28)).get(Av.channelBindings);
    return { seal: new MessageSeal(exported, 'server'), channelBinding: binding };
  }
}
