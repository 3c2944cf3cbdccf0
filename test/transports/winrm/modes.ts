import type { WinrmTransport } from '../../../src/model/host.ts';
import { makeCertificate, opensslMissing } from './certificates.ts';
import type { WinrmServerOptions } from './winrm-server.ts';

/** A way in that hosts have as they are hardened: how the server is set up for it, and the inventory. */
export interface WinrmMode {
  readonly name: string;
  /** Why it cannot be tested here; undefined when it can. */
  readonly missing: string | undefined;
  server(): Partial<WinrmServerOptions>;
  readonly host: Partial<WinrmTransport>;
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
    server: () => ({ certificate: makeCertificate(), isStrict: true }),
    host: { auth: 'negotiate' },
  },
  {
    name: 'https, Basic',
    missing: opensslMissing,
    server: () => ({ certificate: makeCertificate(), offers: ['Basic'] }),
    host: { auth: 'basic' },
  },
];
