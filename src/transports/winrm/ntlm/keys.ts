/** The keys of NTLMv2, as MS-NLMP 3.3.2 and 3.4.5 make them. */
import { createHash, createHmac } from 'node:crypto';
import type { Secret } from '../../../model/secret.ts';
import { md4 } from './md4.ts';

export interface Account {
  /** Without its domain; `user@realm` stays whole. */
  readonly user: string;
  /** As the person wrote it: unlike the user, the domain is not put into upper case. '' for local accounts and `user@realm`. */
  readonly domain: string;
}

export const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

export const hmacMd5 = (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer =>
  createHmac('md5', key).update(Buffer.concat(parts)).digest();

/** NTOWFv2: the account's key; whoever has it needs no password. */
export function accountKey({ user, domain }: Account, password: Secret): Buffer {
  const plain = utf16(password.reveal());
  const hash = md4(plain);
  const key = hmacMd5(hash, utf16(user.toUpperCase() + domain));
  plain.fill(0);
  hash.fill(0);
  return key;
}

export interface ResponseParts {
  readonly serverChallenge: Buffer;
  readonly clientChallenge: Buffer;
  /** FILETIME, 8 bytes. */
  readonly time: Buffer;
  readonly targetInfo: Buffer;
}

/** NtChallengeResponse, and the session base key (which NTLMv2 uses as its key exchange key). */
export function ntlmv2Response(key: Buffer, parts: ResponseParts): { response: Buffer; baseKey: Buffer } {
  const { serverChallenge, clientChallenge, time, targetInfo } = parts;
  const head = Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]);
  const blob = Buffer.concat([head, time, clientChallenge, Buffer.alloc(4), targetInfo, Buffer.alloc(4)]);
  const proof = hmacMd5(key, serverChallenge, blob);
  return { response: Buffer.concat([proof, blob]), baseKey: hmacMd5(key, proof) };
}

export type Direction = 'client-to-server' | 'server-to-client';

/** SIGNKEY and SEALKEY for extended session security with 128 bits; the constants end with a zero byte. */
export const sessionKey = (exported: Buffer, direction: Direction, purpose: 'signing' | 'sealing'): Buffer =>
  createHash('md5')
    .update(exported)
    .update(`session key to ${direction} ${purpose} key magic constant\0`, 'latin1')
    .digest();
