import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { SealBrokenError } from '../../../src/transports/winrm/login/seal.ts';
import { accountKey, ntlmv2Response, sessionKey } from '../../../src/transports/winrm/ntlm/keys.ts';
import { md4 } from '../../../src/transports/winrm/ntlm/md4.ts';
import { MessageSeal } from '../../../src/transports/winrm/ntlm/message-seal.ts';
import { readChallenge } from '../../../src/transports/winrm/ntlm/messages.ts';
import { Rc4 } from '../../../src/transports/winrm/ntlm/rc4.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('MD4 gives what RFC 1320 (A.5) lists', () => {
  it.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    ['1234567890'.repeat(8), 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ])('%s', (text, digest) => {
    expect(md4(Buffer.from(text)).toString('hex')).toBe(digest);
  });
});

describe('RC4 gives the streams of RFC 6229', () => {
  it.each([
    ['0102030405', 0, 'b2396305f03dc027ccc3524a0a1118a8'],
    ['0102030405', 16, '6982944f18fc82d589c403a47a0d0919'],
    ['0102030405', 4096, 'ff25b58995996707e51fbdf08b34d875'],
    ['0102030405060708090a0b0c0d0e0f10', 0, '9ac7cc9a609d1ef7b2932899cde41b97'],
    ['0102030405060708090a0b0c0d0e0f10', 16, '5248c4959014126a6e8a84f11d1a9e1c'],
  ])('key %s from byte %i on', (key, offset, stream) => {
    const cipher = new Rc4(hex(key));
    // In two calls: the stream goes on where the last call ended.
    cipher.update(Buffer.alloc(offset));
    expect(cipher.update(Buffer.alloc(16)).toString('hex')).toBe(stream);
  });
});

/** MS-NLMP 4.2.1 (inputs) and 4.2.4 (NTLMv2). */
describe('NTLMv2 gives what MS-NLMP 4.2.4 lists', () => {
  const account = { user: 'User', domain: 'Domain' };
  const key = accountKey(account, new Secret('Password'));
  const challenge = readChallenge(
    hex(
      '4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000 2400240044000000 060070170000000f' +
        '530065007200760065007200 02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000',
    ),
  );
  const { response, baseKey } = ntlmv2Response(key, {
    serverChallenge: challenge.serverChallenge,
    clientChallenge: Buffer.alloc(8, 0xaa),
    time: Buffer.alloc(8),
    targetInfo: challenge.targetInfo,
  });
  const exported = Buffer.alloc(16, 0x55);

  it('NTOWFv2: the user in upper case, the domain as it is written', () => {
    expect(key.toString('hex')).toBe('0c868a403bfd7a93a3001ef22ef02e3f');
    const shouted = accountKey({ user: 'USER', domain: 'Domain' }, new Secret('Password'));
    expect(shouted.equals(key)).toBe(true);
    expect(accountKey({ user: 'User', domain: 'DOMAIN' }, new Secret('Password')).equals(key)).toBe(false);
  });

  it('the challenge is read, the response and its proof are made', () => {
    expect(challenge.flags).toBe(0xe28a8233);
    expect(response.subarray(0, 16).toString('hex')).toBe('68cd0ab851e51c96aabc927bebef6a1c');
    expect(response.subarray(16).toString('hex')).toBe(
      '01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e0001000c0053006500720076006500720000000000' +
        '00000000',
    );
  });

  it('session base key, and the session key that is sent under it', () => {
    expect(baseKey.toString('hex')).toBe('8de40ccadbc14a82f15cb0ad0de95ca3');
    expect(new Rc4(baseKey).update(exported).toString('hex')).toBe('c5dad2544fc9799094ce1ce90bc9d03e');
  });

  it('sealing and signing keys', () => {
    const keyFor = (purpose: 'sealing' | 'signing') =>
      sessionKey(exported, 'client-to-server', purpose).toString('hex');
    expect(keyFor('sealing')).toBe('59f600973cc4960a25480a7c196e4c58');
    expect(keyFor('signing')).toBe('4788dc861b4782f35d43fd98fe1a2d39');
  });

  it('a sealed message and its signature', () => {
    const { signature, sealed } = new MessageSeal(exported, 'client').seal(
      Buffer.from('Plaintext', 'utf16le'),
    );
    expect(sealed.toString('hex')).toBe('54e50165bf1936dc996020c1811b0f06fb5f');
    expect(signature.toString('hex')).toBe('010000007fb38ec5c55d497600000000');
  });
});

describe('a seal', () => {
  const pair = () =>
    [new MessageSeal(Buffer.alloc(16, 7), 'client'), new MessageSeal(Buffer.alloc(16, 7), 'server')] as const;

  it('carries many messages both ways, empty ones too', () => {
    const [client, server] = pair();
    for (const text of ['', 'a', 'x'.repeat(100_000), 'é😀'])
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        const { signature, sealed } = from.seal(Buffer.from(text));
        expect(to.open(signature, sealed).toString()).toBe(text);
      }
  });

  it('does not hold when a byte was changed, a message left out, said twice, or sent back to its sender', () => {
    const open = (
      change: (first: ReturnType<MessageSeal['seal']>, to: MessageSeal, from: MessageSeal) => Buffer,
    ) => {
      const [client, server] = pair();
      return () => change(client.seal(Buffer.from('a message')), server, client);
    };
    const changed = (bytes: Buffer, at: number) => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    };
    for (let at = 0; at < 16; at += 1)
      expect(open(({ signature, sealed }, to) => to.open(changed(signature, at), sealed))).toThrow(
        SealBrokenError,
      );
    expect(open(({ signature, sealed }, to) => to.open(signature, changed(sealed, 0)))).toThrow(
      SealBrokenError,
    );
    expect(open(({ signature, sealed }, to) => to.open(signature.subarray(1), sealed))).toThrow(
      SealBrokenError,
    );
    expect(open(({ signature, sealed }, _, from) => from.open(signature, sealed))).toThrow(SealBrokenError);
    expect(
      open((_, to, from) => {
        const { signature, sealed } = from.seal(Buffer.from('the second'));
        return to.open(signature, sealed);
      }),
    ).toThrow(SealBrokenError);
    expect(
      open(({ signature, sealed }, to) => {
        to.open(signature, sealed);
        return to.open(signature, sealed);
      }),
    ).toThrow(SealBrokenError);
  });
});
