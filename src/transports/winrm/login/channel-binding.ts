import { createHash } from 'node:crypto';
import { signatureHash } from './signature-hash.ts';

/**
 * What NTLM and Kerberos say of the TLS connection under a login: the hash of GSS channel bindings (RFC 2744) that hold
 * `tls-server-end-point` of the server's certificate (RFC 5929, section 4). Somebody between us and the host has another certificate.
 */
export function channelBinding(certificate: Buffer): Buffer {
  return bindingOf(endPointData(certificate));
}

/** The application data itself: GSSAPI makes the structure around it. */
export function endPointData(certificate: Buffer): Buffer {
  const hash = createHash(signatureHash(certificate)).update(certificate).digest();
  return Buffer.concat([Buffer.from('tls-server-end-point:', 'latin1'), hash]);
}

/** No addresses, only application data: MD5 over the structure, as MS-NLMP 2.2.2.1 has it. */
export function bindingOf(applicationData: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(applicationData.length);
  return createHash('md5').update(Buffer.alloc(16)).update(length).update(applicationData).digest();
}
