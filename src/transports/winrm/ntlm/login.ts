import type { Secret } from '../../../model/secret.ts';
import { type Account, accountKey, hmacMd5, ntlmv2Response, utf16 } from './keys.ts';
import { MessageSeal } from './message-seal.ts';
import { authenticateMessage, MIC_AT, negotiateMessage, readChallenge } from './messages.ts';
import { Rc4 } from './rc4.ts';
import { NtlmRefusedError } from './refused.ts';
import { Av, readTargetInfo, writeTargetInfo } from './target-info.ts';

export interface NtlmOptions {
  readonly account: Account;
  readonly password: Secret;
  /** The service that is meant: `HTTP/ex01.example`. */
  readonly targetName: string;
  /** Of the TLS connection under this login; undefined without TLS, never zeros: servers refuse those. */
  readonly channelBinding: Buffer | undefined;
  /** Our name, for the host's own log of logons. */
  readonly workstation: string;
  readonly random: (bytes: number) => Buffer;
}

/** "A message integrity code follows", MsvAvFlags. */
const HAS_MIC = 2;

/** One NTLMv2 login on one connection: `negotiate` is sent, the server's challenge goes to `authenticate`. */
export class NtlmLogin {
  readonly negotiate = negotiateMessage();
  readonly #options: NtlmOptions;

  constructor(options: NtlmOptions) {
    this.#options = options;
  }

  /** The last message, and what seals the bodies after it. Throws NtlmRefusedError rather than go on with less. */
  authenticate(message: Buffer): { readonly token: Buffer; readonly seal: MessageSeal } {
    const { account, password, random, workstation } = this.#options;
    const challenge = readChallenge(message);
    const { targetInfo, time } = this.#answeredInfo(challenge.targetInfo);
    const key = accountKey(account, password);
    const { response, baseKey } = ntlmv2Response(key, {
      serverChallenge: challenge.serverChallenge,
      clientChallenge: random(8),
      time,
      targetInfo,
    });
    const exported = random(16);
    const token = authenticateMessage({
      flags: challenge.flags,
      // Only zeros: with a timestamp the older response has no use any more (MS-NLMP 3.1.5.1.2).
      lmResponse: Buffer.alloc(24),
      ntResponse: response,
      domain: utf16(account.domain),
      user: utf16(account.user),
      workstation: utf16(workstation),
      encryptedSessionKey: new Rc4(baseKey).update(exported),
    });
    hmacMd5(exported, this.negotiate, message, token).copy(token, MIC_AT);
    const seal = new MessageSeal(exported, 'client');
    for (const secret of [key, baseKey, exported]) secret.fill(0);
    return { token, seal };
  }

  #answeredInfo(bytes: Buffer): { targetInfo: Buffer; time: Buffer } {
    const pairs = new Map(readTargetInfo(bytes));
    const time = pairs.get(Av.timestamp);
    // Every Windows since Vista says it. Without it the message integrity code would be left out, and flags could be taken away.
    if (time?.length !== 8)
      throw new NtlmRefusedError('it tells no time, so nothing would protect the login against changes');
    const flags = Buffer.alloc(4);
    flags.writeUInt32LE(((pairs.get(Av.flags)?.readUInt32LE() ?? 0) | HAS_MIC) >>> 0);
    pairs.set(Av.flags, flags);
    pairs.set(Av.targetName, utf16(this.#options.targetName));
    const { channelBinding } = this.#options;
    if (channelBinding !== undefined) pairs.set(Av.channelBindings, channelBinding);
    return { targetInfo: writeTargetInfo(pairs), time };
  }
}
