import type { WinrmTransport } from '../../../src/model/host.ts';
import { type Certificate, makeCertificate, opensslMissing } from './certificates.ts';
import type { WinrmServerOptions } from './winrm-server.ts';

/** A way in that hosts have as they are hardened: how the server is set up for it, and the inventory. */
export interface WinrmMode {
  readonly name: string;
  /** Why it cannot be tested here; undefined when it can. */
  readonly missing: string | undefined;
  server(): Partial<WinrmServerOptions>;
  readonly host: Partial<WinrmTransport>;
}

let made: Certificate | undefined;

/** The same for all servers of a test file: openssl takes longer than most of what is tested over it. */
function certificate(): Certificate {
  made ??= makeCertificate();
  return made;
}

export const sealedNtlm: WinrmMode = {
  name: 'http, NTLM, every message sealed',
  missing: undefined,
  server: () => ({}),
  host: {},
};

/** What a line has to bear over each of them. */
export const winrmModes: readonly WinrmMode[] = [
  sealedNtlm,
  {
    name: 'https, NTLM bound to the channel',
    missing: opensslMissing,
    server: () => ({ certificate: certificate(), isStrict: true }),
    host: { auth: 'negotiate' },
  },
  {
    name: 'https, Basic',
    missing: opensslMissing,
    server: () => ({ certificate: certificate(), offers: ['Basic'] }),
    host: { auth: 'basic' },
  },
];
