/** How bodies travel after a login by NTLM or Kerberos. */

import { AnswerLostError } from '../failures.ts';
import type { HttpConnection } from '../http/http-connection.ts';
import { openBody, plainType, sealBody, sealedType } from '../http/sealed-body.ts';
import type { Carrier } from './carrier.ts';
import { type Seal, SealBrokenError } from './seal.ts';

/** In TLS. */
export const plainCarrier = (connection: HttpConnection): Carrier => ({
  post: (envelope, seconds) => connection.post({ 'Content-Type': plainType }, envelope, seconds),
});

/** Over http: every body is sealed, and an answer that is not is not read. */
export const sealedCarrier = (connection: HttpConnection, seal: Seal): Carrier => ({
  post: async (envelope, seconds) => {
    const body = sealBody(seal, envelope);
    const reply = await connection.post({ 'Content-Type': sealedType(seal) }, body, seconds);
    // Statuses without an envelope (401, 413, 503) come from before the service and cannot be sealed.
    if (reply.status !== 200 && !/^multipart\/encrypted\b/i.test(reply.headers['content-type'] ?? ''))
      return { ...reply, body: Buffer.alloc(0) };
    try {
      return { ...reply, body: openBody(seal, reply.headers['content-type'] ?? '', reply.body) };
    } catch (cause) {
      connection.close();
      if (cause instanceof SealBrokenError) throw new AnswerLostError(cause.message, { cause });
      throw cause;
    }
  },
});
