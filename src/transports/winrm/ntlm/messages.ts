/** The three messages of an NTLM login, MS-NLMP 2.2.1. */
import { NtlmRefusedError } from './refused.ts';

export const Flag = {
  unicode: 0x1,
  requestTarget: 0x4,
  sign: 0x10,
  seal: 0x20,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  extendedSessionSecurity: 0x80000,
  targetInfo: 0x800000,
  version: 0x2000000,
  bits128: 0x20000000,
  keyExchange: 0x40000000,
  bits56: 0x80000000,
} as const;

const offered = Object.values(Flag).reduce((all, flag) => (all | flag) >>> 0, 0);

/** Without one of these there is no seal that holds. A server, or somebody before it, that takes one away is refused. */
const demanded = {
  Unicode: Flag.unicode,
  signing: Flag.sign,
  sealing: Flag.seal,
  'extended session security': Flag.extendedSessionSecurity,
  'target information': Flag.targetInfo,
  '128-bit keys': Flag.bits128,
  'key exchange': Flag.keyExchange,
} as const;

const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1');
/** Windows 10.0, NTLM revision 15: some servers want a version, none looks what it is. */
const VERSION = Buffer.from([10, 0, 0, 0, 0, 0, 0, 15]);
/** Where the payload begins, and where the message integrity code stands before it. */
const AUTHENTICATE_HEAD = 88;
export const MIC_AT = 72;
export const MIC_LENGTH = 16;

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

export const negotiateMessage = (): Buffer =>
  Buffer.concat([SIGNATURE, uint32(1), uint32(offered), Buffer.alloc(16), VERSION]);

export interface Challenge {
  readonly flags: number;
  readonly serverChallenge: Buffer;
  readonly targetInfo: Buffer;
}

/** Throws NtlmRefusedError on what is no CHALLENGE_MESSAGE, and on one that grants less than we demand. */
export function readChallenge(message: Buffer): Challenge {
  if (message.length < 48 || !message.subarray(0, 8).equals(SIGNATURE) || message.readUInt32LE(8) !== 2)
    throw new NtlmRefusedError('it is no NTLM challenge');
  const flags = message.readUInt32LE(20);
  const missing = Object.entries(demanded).flatMap(([name, flag]) => ((flags & flag) === 0 ? [name] : []));
  if (missing.length > 0)
    throw new NtlmRefusedError(`it grants no ${missing.join(', no ')}, and less is not taken`);
  const [length, offset] = [message.readUInt16LE(40), message.readUInt32LE(44)];
  if (offset + length > message.length) throw new NtlmRefusedError('it is cut off');
  return {
    flags,
    serverChallenge: message.subarray(24, 32),
    targetInfo: message.subarray(offset, offset + length),
  };
}

export interface Authentication {
  readonly flags: number;
  readonly lmResponse: Buffer;
  readonly ntResponse: Buffer;
  readonly domain: Buffer;
  readonly user: Buffer;
  readonly workstation: Buffer;
  readonly encryptedSessionKey: Buffer;
}

/** AUTHENTICATE_MESSAGE, its integrity code still zero. */
export function authenticateMessage(parts: Authentication): Buffer {
  let at = AUTHENTICATE_HEAD;
  const payload: Buffer[] = [];
  const field = (bytes: Buffer): Buffer => {
    const entry = Buffer.alloc(8);
    entry.writeUInt16LE(bytes.length);
    entry.writeUInt16LE(bytes.length, 2);
    entry.writeUInt32LE(at, 4);
    at += bytes.length;
    payload.push(bytes);
    return entry;
  };
  const { lmResponse, ntResponse, domain, user, workstation, encryptedSessionKey } = parts;
  const fields = [lmResponse, ntResponse, domain, user, workstation, encryptedSessionKey].map(field);
  const flags = (parts.flags & offered) >>> 0;
  const head = [SIGNATURE, uint32(3), ...fields, uint32(flags), VERSION, Buffer.alloc(MIC_LENGTH)];
  return Buffer.concat([...head, ...payload]);
}
