/** Tokens of a login in HTTP headers (RFC 4559), the same for NTLM and Kerberos. The bodies of a login are empty: no message goes before it. */
import type { HttpConnection, HttpReply } from './http-connection.ts';
import { plainType } from './sealed-body.ts';

export type Scheme = 'Negotiate' | 'Kerberos';

const EMPTY = Buffer.alloc(0);

export const say = (
  connection: HttpConnection,
  scheme: Scheme,
  token: Buffer,
  seconds: number,
): Promise<HttpReply> =>
  connection.post(
    { 'Content-Type': plainType, Authorization: `${scheme} ${token.toString('base64')}` },
    EMPTY,
    seconds,
  );

/** Node joins several headers of this name with a comma; tokens hold none. */
const schemesIn = ({ headers }: HttpReply): readonly string[] =>
  (headers['www-authenticate'] ?? '').split(',').map((scheme) => scheme.trim());

/** Names of the ways to log in that a reply offers. */
export const offeredIn = (reply: HttpReply): readonly string[] =>
  schemesIn(reply).flatMap((scheme) => /^([A-Za-z]+)(?:\s|$)/.exec(scheme)?.[1] ?? []);

/** What the host says to us in that way; undefined when nothing. */
export function tokenIn(reply: HttpReply, scheme: Scheme): Buffer | undefined {
  const [said] = schemesIn(reply).flatMap((text) => {
    const [name, token] = text.split(/\s+/);
    return name?.toLowerCase() === scheme.toLowerCase() && token !== undefined ? [token] : [];
  });
  return said === undefined ? undefined : Buffer.from(said, 'base64');
}
