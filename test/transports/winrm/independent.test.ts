import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { bindingOf } from '../../../src/transports/winrm/login/channel-binding.ts';
import { SealBrokenError } from '../../../src/transports/winrm/login/seal.ts';
import { NtlmLogin, type NtlmOptions } from '../../../src/transports/winrm/ntlm/login.ts';
import { MIC_AT } from '../../../src/transports/winrm/ntlm/messages.ts';
import { because } from '../powershell.ts';
import { GssAcceptor, gssMissing, SambaAcceptor, sambaMissing } from './independent-acceptors.ts';

const account = { user: 'ann', domain: 'CORP', password: 'päss wörd €' };

function login(options: Partial<NtlmOptions> = {}): NtlmLogin {
  return new NtlmLogin({
    account,
    password: new Secret(account.password),
    targetName: 'HTTP/ex01.example',
    channelBinding: undefined,
    workstation: 'CONTROLLER',
    random: randomBytes,
    ...options,
  });
}

const changed = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

describe.skipIf(gssMissing)(`gss-ntlmssp as the host${because(gssMissing)}`, () => {
  const acceptor = (applicationData?: Buffer) => {
    const made = new GssAcceptor(account, applicationData);
    onTestFinished(() => made.stop());
    return made;
  };

  async function letIn(host: GssAcceptor, ours = login(), change = (token: Buffer) => token) {
    const { data } = await host.ask('step', ours.negotiate);
    const { token, seal } = ours.authenticate(data);
    const { who } = await host.ask('step', change(token));
    return { seal, who };
  }

  it('lets us in and opens what we seal, and we what it seals, up to 150 KB and many in a row', async () => {
    const host = acceptor();
    const { seal, who } = await letIn(host);
    expect(who?.toLowerCase()).toContain('ann');
    for (const length of [1, 100, 150_000, 7]) {
      const message = randomBytes(length);
      const { signature, sealed } = seal.seal(message);
      const opened = await host.ask('unwrap', Buffer.concat([signature, sealed]));
      expect(opened.data.equals(message)).toBe(true);
      const { data } = await host.ask('wrap', message);
      expect(seal.open(data.subarray(0, 16), data.subarray(16)).equals(message)).toBe(true);
    }
  });

  it('refuses another password, another account, and a changed code', async () => {
    await expect(letIn(acceptor(), login({ password: new Secret('wrong') }))).rejects.toThrow(
      /GSSError|Error/,
    );
    const bob = login({ account: { user: 'bob', domain: 'CORP' } });
    await expect(letIn(acceptor(), bob)).rejects.toThrow();
    await expect(letIn(acceptor(), login(), (token) => changed(token, MIC_AT))).rejects.toThrow();
    await expect(letIn(acceptor(), login(), (token) => changed(token, 61))).rejects.toThrow();
  });

  it('refuses a changed byte in what we sealed, and we one in what it sealed', async () => {
    const host = acceptor();
    const { seal } = await letIn(host);
    const { signature, sealed } = seal.seal(Buffer.from('set the value'));
    await expect(host.ask('unwrap', Buffer.concat([signature, changed(sealed, 0)]))).rejects.toThrow();
    const { data } = await host.ask('wrap', Buffer.from('the value is set'));
    expect(() => seal.open(data.subarray(0, 16), changed(data.subarray(16), 3))).toThrow(SealBrokenError);
  });

  it('takes the binding of its own channel, and refuses that of another', async () => {
    const channel = Buffer.concat([Buffer.from('tls-server-end-point:'), randomBytes(32)]);
    await letIn(acceptor(channel), login({ channelBinding: bindingOf(channel) }));
    const other = login({ channelBinding: bindingOf(Buffer.from('tls-server-end-point:other')) });
    await expect(letIn(acceptor(channel), other)).rejects.toThrow(/InvalidToken/);
  });
});

describe.skipIf(sambaMissing)(`Samba's ntlm_auth as the host${because(sambaMissing)}`, () => {
  const acceptor = () => {
    const made = new SambaAcceptor(account);
    onTestFinished(() => made.stop());
    return made;
  };

  it('lets us in and agrees on the session key', async () => {
    const host = acceptor();
    const ours: Buffer[] = [];
    const random = (bytes: number) => {
      const made = randomBytes(bytes);
      ours.push(Buffer.from(made));
      return made;
    };
    const client = login({ random });
    const { token } = client.authenticate(await host.challenge(client.negotiate));
    const key = await host.accept(token);
    expect(ours.find(({ length }) => length === 16)?.equals(key)).toBe(true);
  });

  it.each([
    [
      'another password',
      { password: new Secret('wrong') },
      (token: Buffer) => token,
      /WRONG_PASSWORD|LOGON_FAILURE/,
    ],
    ['a changed code', {}, (token: Buffer) => changed(token, MIC_AT), /INVALID_PARAMETER/],
    ['changed flags', {}, (token: Buffer) => changed(token, 61), /INVALID_PARAMETER/],
  ])('refuses %s', async (_, options, change, why) => {
    const host = acceptor();
    const client = login(options);
    const { token } = client.authenticate(await host.challenge(client.negotiate));
    await expect(host.accept(change(token))).rejects.toThrow(why);
  });
});
