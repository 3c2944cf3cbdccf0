import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { Credential } from '../../../src/transports/winrm/kerberos/credential.ts';
import { GssContext } from '../../../src/transports/winrm/kerberos/gss-context.ts';
import {
  inFront,
  KerberosSeal,
  UnsealableError,
} from '../../../src/transports/winrm/kerberos/kerberos-seal.ts';
import { spnegoAnswer, spnegoInit } from '../../../src/transports/winrm/kerberos/spnego.ts';
import { SealBrokenError } from '../../../src/transports/winrm/login/seal.ts';
import { because } from '../powershell.ts';
import { kdcMissing } from './kdc.ts';
import { KerberosLab, password, principal } from './kerberos-lab.ts';

/** A token of RFC 4121, 4.2.6.2: its header with EC and RRC, then what was turned. */
function token(body: Buffer, turnedBy: number, ec = 0): Buffer {
  const header = Buffer.from('050402ff00000000000000000000002a', 'hex');
  header.writeUInt16BE(ec, 4);
  header.writeUInt16BE(turnedBy, 6);
  const at = body.length - (turnedBy % body.length);
  return Buffer.concat([header, body.subarray(at), body.subarray(0, at)]);
}

describe('a token as WinRM wants it', () => {
  it('has the same length of sealed bytes as the message, and what follows them in front, however it was turned', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 0, maxLength: 100 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.constantFrom(12, 16, 24),
        (message, turnedBy, checksum) => {
          // Confounder, message, sealed copy of the header, checksum: as they are before they are turned.
          const [confounder, behind] = [randomBytes(16), randomBytes(16 + checksum)];
          const body = Buffer.concat([confounder, message, behind]);
          const { signature, sealed } = inFront(token(body, turnedBy), message.length);
          const rrc = 16 + checksum;
          expect(signature.readUInt16BE(6)).toBe(rrc);
          expect(signature.subarray(16).equals(Buffer.concat([behind, confounder]))).toBe(true);
          expect(sealed.equals(Buffer.from(message))).toBe(true);
        },
      ),
    );
  });

  it('is not made of one of RC4 or DES, nor of one with filler', () => {
    const rc4 = Buffer.from(`60${'00'.repeat(80)}`, 'hex');
    for (const odd of [rc4, Buffer.alloc(0), token(randomBytes(64), 0, 16)])
      expect(() => inFront(odd, 4)).toThrow(UnsealableError);
  });
});

describe.skipIf(kdcMissing)(`MIT's gss_unwrap_iov and ours${because(kdcMissing)}`, () => {
  const lab = new KerberosLab({ accounts: [['ann', password]], services: ['host/localhost'] });

  async function connected() {
    const credential = await Credential.acquire({
      from: 'password',
      principal,
      password: new Secret(password),
    });
    const context = new GssContext(credential, 'host/localhost@', undefined);
    const host = lab.acceptor().connection();
    const { token: first } = await context.step();
    const { token: proof, who } = await host.step(spnegoInit(first));
    const { isDone } = await context.step(spnegoAnswer(proof));
    expect([who, isDone]).toEqual([principal, true]);
    return { seal: new KerberosSeal(context, 'SPNEGO'), host, context };
  }

  it('open what the other sealed, up to 150 KB and many in a row', async () => {
    const { seal, host, context } = await connected();
    for (const length of [1, 15, 16, 17, 100, 150_000, 7]) {
      const message = randomBytes(length);
      const { signature, sealed } = seal.seal(message);
      expect([signature.length, sealed.length]).toEqual([60, length]);
      expect((await host.open(signature, sealed)).equals(message)).toBe(true);
      const back = await host.seal(message);
      expect(seal.open(back.signature, back.sealed).equals(message)).toBe(true);
    }
    context.release();
  });

  it.each([
    ['the header', (signature: Buffer) => flip(signature, 20)],
    ['the sealed bytes', (_: Buffer, sealed: Buffer) => flip(sealed, 3)],
  ])('refuse a byte that was changed in %s', async (_, change) => {
    const { seal, host, context } = await connected();
    const ours = seal.seal(Buffer.from('set the value'));
    change(ours.signature, ours.sealed);
    await expect(host.open(ours.signature, ours.sealed)).rejects.toThrow(/Error/);
    const theirs = await host.seal(Buffer.from('the value is set'));
    change(theirs.signature, theirs.sealed);
    expect(() => seal.open(theirs.signature, theirs.sealed)).toThrow(SealBrokenError);
    context.release();
  });

  it('refuse a message that comes twice or out of turn', async () => {
    const { seal, host, context } = await connected();
    const sealed: Awaited<ReturnType<typeof host.seal>>[] = [];
    for (const text of ['one', 'two', 'three']) sealed.push(await host.seal(Buffer.from(text)));
    const open = (nth: number) => {
      const { signature = Buffer.alloc(0), sealed: bytes = Buffer.alloc(0) } = sealed[nth] ?? {};
      return seal.open(signature, bytes).toString();
    };
    expect(open(0)).toBe('one');
    expect(() => open(0)).toThrow(SealBrokenError);
    expect(() => open(2)).toThrow(SealBrokenError);
    context.release();
  });

  it('a context that was released, also in the middle of a step, seals nothing more and frees what it has once', async () => {
    const { seal, context } = await connected();
    context.release();
    context.release();
    expect(() => seal.seal(Buffer.from('late'))).toThrow(/connection has ended/);
    const credential = await Credential.acquire({
      from: 'password',
      principal,
      password: new Secret(password),
    });
    const hasty = new GssContext(credential, 'host/localhost@', undefined);
    const step = hasty.step();
    hasty.release();
    expect((await step).token.length).toBeGreaterThan(100);
    expect(() => hasty.wrap(Buffer.from('late'))).toThrow(/connection has ended/);
  });
});

const flip = (bytes: Buffer, at: number): void => {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
};
