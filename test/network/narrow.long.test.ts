import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Lab, settings } from '../run/lab.ts';
import { withSessionEvents } from '../run/session-events.ts';
import { sshHost } from '../transports/hosts.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { sshdMissing, startSshd } from '../transports/sshd.ts';
import { whyNoNamespaces } from './namespaces.ts';
import { PEER, TwoRouters } from './two-routers.ts';

const missing = sshdMissing ?? pwshMissing ?? whyNoNamespaces('nft', 'ethtool', 'sysctl');
const program = fileURLToPath(new URL('change-through-hole.ts', import.meta.url));

/** A real sshd and a real PowerShell with a fake Windows behind two routers, of which nothing larger than 1492 bytes passes. */
async function throughHole(narrow: boolean) {
  const lab = await Lab.open();
  await lab.add('ex01', withSessionEvents);
  const network = new TwoRouters('narrow');
  network.swallowTooBig();
  const sshd = await startSshd({
    environment: { SETRIGHT_HOST_STATE: lab.path('ex01') },
    at: { address: PEER, inside: ['ip', 'netns', 'exec', network.spaces.full('b')] },
  });
  try {
    const before = settings(await lab.state('ex01'));
    const host = { ...sshHost(sshd, { address: PEER, ...(narrow ? { narrow: true } : {}) }), name: 'ex01' };
    const ran = network.spaces.try('a', process.execPath, program, lab.folder, JSON.stringify(host));
    return { said: ran.stdout.trim().split('\n'), before, after: settings(await lab.state('ex01')) };
  } finally {
    await sshd.stop();
    network.remove();
  }
}

describe.skipIf(missing !== undefined)(`SSH through a black hole${because(missing)}`, () => {
  it('does not get through as usual', async () => {
    const { said } = await throughHole(false);
    expect(said).toEqual(['check: unreachable']);
  });

  it('narrow: checks, changes under guard, checks again and takes back', async () => {
    const { said, before, after } = await throughHole(true);
    expect(said).toEqual(['check: differs', 'apply: applied', 'check: compliant', 'rollback: applied']);
    expect(after).toEqual(before);
  });
});
