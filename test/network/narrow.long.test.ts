import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { SshTransport } from '../../src/model/host.ts';
import { Lab, settings } from '../run/lab.ts';
import { withSessionEvents } from '../run/session-events.ts';
import { sshHost } from '../transports/hosts.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { type Sshd, sshdMissing, startSshd } from '../transports/sshd.ts';
import { whyNoNamespaces } from './namespaces.ts';
import { PEER, TwoRouters } from './two-routers.ts';

const missing = sshdMissing ?? whyNoNamespaces('nft', 'ethtool', 'sysctl', 'ssh');
const playHost = fileURLToPath(new URL('play-host.ts', import.meta.url));
const changeThroughHole = fileURLToPath(new URL('change-through-hole.ts', import.meta.url));
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const SLOW = 'slow: narrow mode, since the first exchange stalled (large packets to the host vanish)';

type Engine = 'simulated host' | 'PowerShell';
interface Scene {
  readonly lab: Lab;
  readonly network: TwoRouters;
  readonly sshd: Sshd;
}

/** A real sshd behind two routers, and behind it either engine, with a Windows whose sessions are used up. */
async function beyondRouters<Seen>(engine: Engine, use: (scene: Scene) => Promise<Seen>): Promise<Seen> {
  const lab = await Lab.open();
  await lab.add('ex01', withSessionEvents);
  const network = new TwoRouters('narrow');
  const played = `${process.execPath} ${playHost} ${lab.path('ex01')}`;
  let sshd: Sshd | undefined;
  try {
    sshd = await startSshd({
      environment: { SETRIGHT_HOST_STATE: lab.path('ex01') },
      ...(engine === 'PowerShell' ? {} : { forceCommand: played }),
      at: { address: PEER, inside: ['ip', 'netns', 'exec', network.spaces.full('b')] },
    });
    return await use({ lab, network, sshd });
  } finally {
    await sshd?.stop();
    network.remove();
  }
}

const changed = (
  engine: Engine,
  narrow: Pick<SshTransport, 'narrow'>,
  change: (network: TwoRouters) => void = () => {},
) =>
  beyondRouters(engine, async ({ lab, network, sshd }) => {
    network.swallowTooBig();
    change(network);
    const before = settings(await lab.state('ex01'));
    const host = { ...sshHost(sshd, { address: PEER, ...narrow }), name: 'ex01' };
    const words = [lab.folder, JSON.stringify(host), engine === 'PowerShell' ? 'fakes' : 'none'];
    const ran = network.spaces.try('a', process.execPath, changeThroughHole, ...words);
    return { said: ran.stdout.trim().split('\n'), before, after: settings(await lab.state('ex01')) };
  });

describe.skipIf(missing !== undefined)(`SSH through a black hole${because(missing)}`, () => {
  describe.each<[Engine, string | undefined]>([
    ['simulated host', undefined],
    ['PowerShell', pwshMissing],
  ])('to a %s', (engine, none) => {
    it.skipIf(none)(`does not get through where narrow mode is forbidden${because(none)}`, async () => {
      const { said } = await changed(engine, { narrow: false });
      expect(said).toEqual(['check: unreachable']);
    });

    it.skipIf(none).each([
      ['by itself, and says so', {}, `; ${SLOW}`],
      ['as the inventory says', { narrow: true }, ''],
    ])(
      `narrow %s: checks, changes under guard, checks again and takes back${because(none)}`,
      async (_, narrow, slow) => {
        const { said, before, after } = await changed(engine, narrow);
        expect(said).toEqual([
          `check: differs${slow}`,
          `apply: applied${slow}`,
          'guard: armed',
          `check: compliant${slow}`,
          `rollback: applied${slow}`,
        ]);
        expect(after).toEqual(before);
      },
    );
  });

  it('says so when only large packets from the host vanish, which the first answer shows', async () => {
    const { said } = await changed('simulated host', {}, (network) => network.swallowFromPeer());
    expect(said[0]).toBe(`check: differs; ${SLOW.replace('to the host', 'from the host')}`);
    expect(said[1]).toMatch(/^apply: applied/);
  });

  it("OpenSSH's own client with its default settings does not get through either", async () => {
    const [open, hole] = await beyondRouters('PowerShell', async ({ network, sshd }) => {
      const { keyFile, knownHosts, port, user } = sshd;
      const files = ['-F', '/dev/null', '-i', keyFile, '-o', `UserKnownHostsFile=${knownHosts}`];
      const alive = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=20', '-o', 'IdentitiesOnly=yes'];
      const to = ['-p', `${port}`, `${user}@${PEER}`, 'echo hi'];
      const say = () => network.spaces.try('a', 'timeout', '30', 'ssh', ...files, ...alive, ...to);
      const before = say();
      network.swallowTooBig();
      network.forget();
      return [before, say()];
    });
    expect(open).toMatchObject({ status: 0, stdout: 'hi\n' });
    expect(hole).not.toMatchObject({ status: 0 });
    expect(hole?.stdout).toBe('');
  });

  it('diagnose reaches the host all the same, and names the way', async () => {
    const ran = await beyondRouters('simulated host', async ({ lab, network, sshd }) => {
      network.swallowTooBig();
      const inventory = join(lab.folder, 'inventory.yaml');
      const { keyFile, knownHosts, port, user } = sshd;
      const transport = { type: 'ssh', user, port, key: keyFile, knownHosts, executable: 'pwsh' };
      await writeFile(inventory, JSON.stringify({ hosts: { ex01: { address: PEER, transport } } }));
      const words = [
        'diagnose',
        'ex01',
        '--symptom',
        '9646',
        '--peer',
        PEER,
        '--inventory',
        inventory,
        '--json',
      ];
      const data = ['--data-dir', join(lab.folder, 'cli')];
      return network.spaces.try('a', process.execPath, cli, ...words, ...data);
    });
    expect([2, 5], ran.stdout).toContain(ran.status);
    expect(ran.stdout).toContain('9646');
    expect(ran.stdout).toContain(SLOW);
    expect(ran.stdout).toMatch(/From this computer: IPv4 to [^"]*: packets of 1493 bytes vanish/);
  });
});
