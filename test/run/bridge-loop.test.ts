/** The whole loop through PowerShell's own remoting; what stands in for WS-Management is told in test/fakes/bridge. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { WinrmTransport } from '../../src/model/host.ts';
import { remedy } from '../../src/remedies/index.ts';
import { applyPlan } from '../../src/run/apply/apply.ts';
import { Session } from '../../src/run/connect/session.ts';
import { surveyFleet } from '../../src/run/observe/survey-fleet.ts';
import { makePlan } from '../../src/run/planning/make-plan.ts';
import { bridgeScript } from '../../src/transports/bridge/bridge-script.ts';
import { bridgeTransport } from '../../src/transports/bridge/index.ts';
import { change, dword, value } from '../conformance/vocabulary.ts';
import { fakeRuntime } from '../fakes/start-powershell.ts';
import { optionsWith } from '../transports/hosts.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { allowAll, Lab, settings } from './lab.ts';
import { withSessionEvents } from './session-events.ts';

const script = bridgeScript(fileURLToPath(new URL('../fakes/bridge/open.ps1', import.meta.url)));
const settingsOfHost: WinrmTransport = {
  type: 'winrm',
  address: 'ex01',
  port: 5985,
  https: false,
  auth: 'kerberos',
  user: '',
  via: [],
  executable: 'pwsh',
  native: false,
};

/** Real PowerShell before a faked Windows, on the other end of a session. */
async function labBehindBridge() {
  const lab = await Lab.open();
  const known = await lab.add('ex01', withSessionEvents);
  const environment = { ...process.env, SETRIGHT_HOST_STATE: lab.path('ex01') };
  const options = optionsWith({ connectSeconds: 60, environment });
  const winrm = bridgeTransport(options, { platform: 'win32', executable: 'pwsh', script });
  const { context } = lab;
  lab.context = {
    ...context,
    runtime: fakeRuntime(),
    limits: { ...context.limits, silenceSeconds: 60 },
    transports: { ...context.transports, winrm },
  };
  const host = { ...known, transport: settingsOfHost };
  lab.hosts.set('ex01', host);
  return { lab, host };
}

describe.skipIf(pwshMissing)(`a host through PowerShell's own remoting${because(pwshMissing)}`, () => {
  it('is checked, set right and verified over it', async () => {
    const { lab, host } = await labBehindBridge();
    const assignments = [{ remedy: remedy('exchange-mapi-sessions'), parameters: { limit: 64, hours: 168 } }];
    const before = settings(await lab.state('ex01'));
    const plan = await makePlan(lab.context, await surveyFleet(lab.context, [host], () => assignments));
    const { outcomes } = await applyPlan(lab.context, plan, lab.hosts, allowAll);
    expect(outcomes.map(({ status }) => status)).toEqual(['applied']);
    expect(settings(await lab.state('ex01'))).not.toEqual(before);
  }, 180_000);

  it('undoes by itself when the line to the session is dropped in the middle of a run', async () => {
    const { lab, host } = await labBehindBridge();
    const before = settings(await lab.state('ex01'));
    const session = await Session.open(host, lab.context);
    const c1 = change('c1', value('Dword'), dword(32), dword(64));
    const { speaker } = lab.context;
    await session.request('begin', { run: 'r1', speaker, leaseSeconds: 120, changes: [c1] });
    await session.request('set', { run: 'r1', change: 'c1', expect: c1.before, want: c1.after });
    expect(settings(await lab.state('ex01'))).not.toEqual(before);
    session.drop();
    await expect
      .poll(async () => settings(await lab.state('ex01')), { timeout: 60_000, interval: 500 })
      .toEqual(before);
    await expect
      .poll(async () => JSON.stringify((await lab.state('ex01')).files), { timeout: 60_000 })
      .toContain('undone');
  }, 180_000);
});
