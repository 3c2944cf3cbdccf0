import { expect } from 'vitest';
import { FAKE_WINDOWS, fakeRuntime } from '../fakes/start-powershell.ts';
import { sshHost } from '../transports/hosts.ts';
import { pwshMissing } from '../transports/powershell.ts';
import { sshdMissing, startSshd } from '../transports/sshd.ts';
import { expectFreshApply, expectRollback, killController } from './kill-controller.ts';
import { dword, Lab, restartOf, settings, value, wish } from './lab.ts';
import { applyIn, planFor } from './lab-plan.ts';

/** Why a controller cannot be killed over a real sshd here; undefined when it can. */
export const sshdLoopMissing = sshdMissing ?? pwshMissing;
const wishes = [
  wish(value('New', 'SOFTWARE\\Setright Test\\A\\B'), dword(1)),
  wish(value('Dword'), dword(64)),
];
const restart = restartOf('MSExchangeIS', value('Dword'));

/** A lab whose one host is a real PowerShell behind a real sshd. */
async function overSshd(folder?: string, port?: Awaited<ReturnType<typeof startSshd>>) {
  const lab = await Lab.open(folder);
  if (!folder) await lab.add('ex01');
  const sshd = port ?? (await startSshd({ environment: { SETRIGHT_HOST_STATE: lab.path('ex01') } }));
  const host = { ...sshHost(sshd), name: 'ex01' };
  lab.hosts.set('ex01', host);
  const limits = { ...lab.context.limits, silenceSeconds: 20, pauseSeconds: 0.2 };
  lab.context = { ...lab.context, runtime: fakeRuntime(), limits };
  return { lab, sshd, host };
}

/** Kills a controller at its n-th word, of about 40: then a fresh apply (odd) or a rollback (even) must end in an exact state. */
export async function killOverSshd(n: number): Promise<void> {
  const { lab, sshd, host } = await overSshd();
  try {
    const before = settings(await lab.state('ex01'));
    const run = { host, plan: await planFor(lab, wishes, [restart]), windows: FAKE_WINDOWS };
    expect(await killController(lab, run, n)).toBe('SIGKILL');
    const next = (await overSshd(lab.folder, sshd)).lab;
    const killed = { lab: next, run, before, after: before };
    if (n % 2 === 0) return await expectRollback(killed, 3);
    await applyIn(next, run.plan);
    await expectFreshApply({ ...killed, after: settings(await next.state('ex01')) });
    expect(settings(await next.state('ex01'))).not.toEqual(before);
  } finally {
    await sshd.stop();
  }
}
