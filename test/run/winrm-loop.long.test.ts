import { describe, it } from 'vitest';
import { because, pwshMissing } from '../transports/powershell.ts';
import { kdcMissing } from '../transports/winrm/kdc.ts';
import { KerberosLab, password, principal } from '../transports/winrm/kerberos-lab.ts';
import { sealedNtlm, winrmModes } from '../transports/winrm/modes.ts';
import { wholeLoop } from './winrm-whole-loop.ts';

describe('the whole loop over WinRM, real PowerShell behind it', () => {
  for (const mode of winrmModes.filter((each) => each !== sealedNtlm)) {
    const missing = mode.missing ?? pwshMissing;
    it.skipIf(missing)(`${mode.name}${because(missing)}`, () => wholeLoop({ mode, isReal: true }));
  }
});

const missing = kdcMissing ?? pwshMissing;
describe.skipIf(missing)(
  `the whole loop over WinRM by Kerberos, real PowerShell behind it${because(missing)}`,
  () => {
    const realm = new KerberosLab({ accounts: [['ann', password]], services: ['host/localhost'] });

    it('http, every message sealed', () => {
      const host = { auth: 'kerberos', address: 'localhost', user: principal } as const;
      const server = () => ({ kerberos: realm.acceptor() });
      const mode = { name: 'http, Kerberos', missing: undefined, server, host };
      return wholeLoop({ mode, isReal: true });
    });
  },
);
