import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { accountOf } from '../../../src/transports/winrm/endpoint.ts';
import { NtlmLogin, type NtlmOptions } from '../../../src/transports/winrm/ntlm/login.ts';
import { Flag, MIC_AT } from '../../../src/transports/winrm/ntlm/messages.ts';
import { NtlmRefusedError } from '../../../src/transports/winrm/ntlm/refused.ts';
import { Av, readTargetInfo } from '../../../src/transports/winrm/ntlm/target-info.ts';
import { NtlmAcceptor } from './ntlm-acceptor.ts';

const login = (options: Partial<NtlmOptions> = {}) =>
  new NtlmLogin({
    account: { user: 'ann', domain: 'CORP' },
    password: new Secret('päss wörd'),
    targetName: 'HTTP/ex01.example',
    channelBinding: undefined,
    workstation: 'CONTROLLER',
    random: randomBytes,
    ...options,
  });

const acceptor = () => new NtlmAcceptor({ user: 'ann', domain: 'CORP', password: 'päss wörd' });

/** The server's challenge as somebody on the way may change it. */
function challengeWith(change: (challenge: Buffer) => Buffer | undefined): () => void {
  const ours = login();
  const challenge = acceptor().challenge(ours.negotiate);
  const changed = change(challenge) ?? challenge;
  return () => ours.authenticate(changed);
}

describe('a login by NTLMv2', () => {
  it('is let in, and both ends seal with the same key', () => {
    const [ours, server] = [login(), acceptor()];
    const { token, seal } = ours.authenticate(server.challenge(ours.negotiate));
    const accepted = server.accept(token);
    const { signature, sealed } = seal.seal(Buffer.from('hello'));
    expect(accepted.seal.open(signature, sealed).toString()).toBe('hello');
  });

  it('with another password, another user or another domain is not', () => {
    for (const options of [
      { password: new Secret('pass word') },
      { account: { user: 'bob', domain: 'CORP' } },
      { account: { user: 'ann', domain: 'corp' } },
    ]) {
      const [ours, server] = [login(options), acceptor()];
      const { token } = ours.authenticate(server.challenge(ours.negotiate));
      expect(() => server.accept(token)).toThrow('no such account or password');
    }
  });

  it('says which service and which TLS connection it is for, and that a code protects it', () => {
    const binding = randomBytes(16);
    const [ours, server] = [login({ channelBinding: binding }), acceptor()];
    const { token } = ours.authenticate(server.challenge(ours.negotiate));
    const [length, at] = [token.readUInt16LE(20), token.readUInt32LE(24)];
    const pairs = readTargetInfo(token.subarray(at + 16 + 28, at + length));
    expect(pairs.get(Av.targetName)?.toString('utf16le')).toBe('HTTP/ex01.example');
    expect(pairs.get(Av.channelBindings)?.equals(binding)).toBe(true);
    expect(pairs.get(Av.flags)?.readUInt32LE()).toBe(2);
    expect(token.subarray(12, 12 + 8).readUInt16LE(0)).toBe(24);
    token[MIC_AT] = (token[MIC_AT] ?? 0) ^ 1;
    expect(() => server.accept(token)).toThrow('message integrity code');
  });

  it('without TLS says nothing of a channel: zeros would be refused', () => {
    const [ours, server] = [login(), acceptor()];
    const { token } = ours.authenticate(server.challenge(ours.negotiate));
    const [length, at] = [token.readUInt16LE(20), token.readUInt32LE(24)];
    expect(readTargetInfo(token.subarray(at + 44, at + length)).has(Av.channelBindings)).toBe(false);
  });

  it.each(
    Object.entries(Flag).filter(([name]) =>
      ['seal', 'sign', 'bits128', 'keyExchange', 'extendedSessionSecurity', 'targetInfo', 'unicode'].includes(
        name,
      ),
    ),
  )('is refused by us when the server grants no %s', (_, flag) => {
    const refused = challengeWith((challenge) => {
      challenge.writeUInt32LE((challenge.readUInt32LE(20) & ~flag) >>> 0, 20);
      return undefined;
    });
    expect(refused).toThrow(NtlmRefusedError);
    expect(refused).toThrow(/grants no .*less is not taken/);
  });

  it('is refused by us when the server tells no time: that would leave the code out', () => {
    const refused = challengeWith((challenge) => {
      const [length, at] = [challenge.readUInt16LE(40), challenge.readUInt32LE(44)];
      const info = challenge.subarray(at, at + length);
      challenge.writeUInt16LE(0x55, at + info.indexOf(Buffer.from([7, 0, 8, 0])));
      return undefined;
    });
    expect(refused).toThrow(/tells no time/);
  });

  it.each([
    ['nothing', () => Buffer.alloc(0), /no NTLM challenge/],
    ['another message', () => login().negotiate, /no NTLM challenge/],
    ['half of it', (challenge: Buffer) => challenge.subarray(0, challenge.length - 10), /cut off/],
    [
      'target information that runs over its end',
      (challenge: Buffer) => {
        challenge.writeUInt16LE(0xffff, challenge.readUInt32LE(44) + 2);
        return challenge;
      },
      /cannot be read/,
    ],
  ] as const)('is refused by us when the challenge is %s', (_, change, why) => {
    expect(challengeWith(change)).toThrow(NtlmRefusedError);
    expect(challengeWith(change)).toThrow(why);
  });
});

it.each([
  ['CORP\\ann', { domain: 'CORP', user: 'ann' }],
  ['corp.example\\ann', { domain: 'corp.example', user: 'ann' }],
  ['ann@corp.example', { domain: '', user: 'ann@corp.example' }],
  ['ann', { domain: '', user: 'ann' }],
  ['.\\ann', { domain: '', user: 'ann' }],
  ['CORP\\odd\\name', { domain: 'CORP', user: 'odd\\name' }],
])('the account that is written %s', (written, account) => {
  expect(accountOf(written)).toEqual(account);
});
