import { printable, shortened } from '../../../model/printable.ts';
import { HttpConnection } from '../http/http-connection.ts';
import { type Address, authorityOf, openSocket } from '../http/open-socket.ts';
import { plainType } from '../http/sealed-body.ts';
import { negotiateMessage, readChallenge } from '../ntlm/messages.ts';
import { NtlmRefusedError } from '../ntlm/refused.ts';
import { readTargetInfo } from '../ntlm/target-info.ts';

/** What a host tells anybody who begins a login by NTLM (MS-NLMP 2.2.2.1); '' for what it keeps to itself. */
export interface NtlmHost {
  /** NetBIOS names of the computer and of the domain that it is in; the same twice: it is in none. */
  readonly computer: string;
  readonly domain: string;
  /** By its clock, to 100 ns. */
  readonly at: Date | undefined;
}

const Told = { computer: 1, domain: 2, time: 7 } as const;

/** Milliseconds from 1601, where Windows' times begin, to 1970. */
const SINCE_1601 = 11_644_473_600_000n;

/** Begins a login and goes no further: no name and no password leave this machine. Undefined when it tells nothing. */
export async function askWho(
  at: Address,
  seconds: number,
  signal: AbortSignal,
): Promise<NtlmHost | undefined> {
  const connection = new HttpConnection(await openSocket(at, signal), authorityOf(at));
  try {
    const token = negotiateMessage().toString('base64');
    const headers = { 'Content-Type': plainType, Authorization: `Negotiate ${token}` };
    const reply = await connection.post(headers, Buffer.alloc(0), seconds);
    const challenge = /\bNegotiate\s+([A-Za-z0-9+/=]+)/i.exec(reply.headers['www-authenticate'] ?? '')?.[1];
    return challenge === undefined ? undefined : toldIn(Buffer.from(challenge, 'base64'));
  } catch (cause) {
    if (cause instanceof NtlmRefusedError) return undefined;
    throw cause;
  } finally {
    connection.close();
  }
}

function toldIn(challenge: Buffer): NtlmHost {
  const told = readTargetInfo(readChallenge(challenge).targetInfo);
  const name = (id: number) => shortened(printable(told.get(id)?.toString('utf16le') ?? ''), 64);
  const time = told.get(Told.time);
  const at = time?.length === 8 ? new Date(Number(time.readBigUInt64LE() / 10_000n - SINCE_1601)) : undefined;
  return { computer: name(Told.computer), domain: name(Told.domain), at };
}
