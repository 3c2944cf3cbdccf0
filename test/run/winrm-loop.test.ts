import { afterEach, describe, expect, it } from 'vitest';
import type { Host } from '../../src/model/host.ts';
import { Secret } from '../../src/model/secret.ts';
import { remedy } from '../../src/remedies/index.ts';
import { applyPlan } from '../../src/run/apply.ts';
import { makePlan } from '../../src/run/make-plan.ts';
import { planRollback } from '../../src/run/plan-rollback.ts';
import { surveyFleet } from '../../src/run/survey-fleet.ts';
import { createTransports } from '../../src/transports/index.ts';
import { simulatedTransport } from '../../src/transports/simulated/index.ts';
import { winrmTransport } from '../../src/transports/winrm/index.ts';
import { fakeRuntime } from '../fakes/start-powershell.ts';
import { optionsWith } from '../transports/hosts.ts';
import { because, pwshMissing } from '../transports/powershell.ts';
import { makeCertificate, opensslMissing } from '../transports/winrm/certificates.ts';
import { realProgram } from '../transports/winrm/programs.ts';
import { shortTimes } from '../transports/winrm/short-times.ts';
import {
  type Accident,
  ann,
  WinrmServer,
  type WinrmServerOptions,
} from '../transports/winrm/winrm-server.ts';
import { allowAll, Lab, settings } from './lab.ts';
import { withSessionEvents } from './session-events.ts';

const assignments = () => [
  { remedy: remedy('exchange-mapi-sessions'), parameters: { limit: 64, hours: 168 } },
];
const servers: WinrmServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    expect([server.plain, server.shells.killed]).toEqual([0, 0]);
    await server.stop();
  }
});

/** The host `ex01` of a lab, reached by WinRM. */
async function labBehind(
  options: Partial<WinrmServerOptions>,
  transport: Parameters<WinrmServer['host']>[0] = {},
) {
  const lab = await Lab.open();
  await lab.add('ex01', withSessionEvents);
  const simulated = lab.hosts.get('ex01') as Host;
  const program = () => simulatedTransport.start(simulated, [], new AbortController().signal);
  const server = await WinrmServer.start({ program, ...options });
  servers.push(server);
  return { lab, server, ...wired(lab, server, transport) };
}

function wired(lab: Lab, server: WinrmServer, transport: Parameters<WinrmServer['host']>[0]) {
  const given = optionsWith({ credential: async () => new Secret(ann.password) });
  const transports = { ...createTransports(given), winrm: winrmTransport(given, shortTimes) };
  lab.context = { ...lab.context, transports, limits: { ...lab.context.limits, silenceSeconds: 20 } };
  lab.hosts.set('ex01', server.host(transport, 'ex01'));
  return { survey: () => surveyFleet(lab.context, [...lab.hosts.values()], assignments) };
}

/** Check, plan, apply and rollback, as the loop over sshd. */
async function wholeLoop(lab: Lab, server: WinrmServer, survey: ReturnType<typeof wired>['survey']) {
  const before = settings(await lab.state('ex01'));
  const [checked] = await survey();
  expect(checked?.outcome).toMatchObject({ status: 'differs' });
  const plan = await makePlan(lab.context, await survey());
  expect((await lab.state('ex01')).writes).toBe(0);
  const applied = await applyPlan(lab.context, plan, lab.hosts, allowAll);
  expect(applied.outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
  expect(settings(await lab.state('ex01'))).not.toEqual(before);
  const back = await planRollback(lab.context, applied.run, lab.hosts, undefined);
  const restored = await applyPlan(lab.context, back, lab.hosts, allowAll);
  expect(restored.outcomes).toMatchObject([{ status: 'applied', connections: 2 }]);
  expect(settings(await lab.state('ex01'))).toEqual(before);
  // One PowerShell for each run, one more to confirm a restart; no shell stays.
  expect(server.shells.commandLines).toHaveLength(7);
  await expect.poll(() => server.shells.open, { timeout: 10_000 }).toBe(0);
  return plan;
}

describe('the whole loop over WinRM, a simulated host behind it', () => {
  it('http, every message sealed: the plan is bound to the machine alone', async () => {
    const { lab, server, survey } = await labBehind({});
    const plan = await wholeLoop(lab, server, survey);
    expect(plan.hosts[0]?.hostKey).toBe('');
  }, 60_000);

  it.skipIf(opensslMissing).each([
    ['negotiate' as const, {}],
    ['basic' as const, { offers: ['Basic'] as const }],
  ])(
    `https and %s: the plan is bound to the certificate too${because(opensslMissing)}`,
    async (auth, offers) => {
      const certificate = makeCertificate();
      const { lab, server, survey } = await labBehind({ certificate, isStrict: true, ...offers }, { auth });
      const plan = await wholeLoop(lab, server, survey);
      expect(plan.hosts[0]?.hostKey).toMatch(/^SHA256:[0-9a-f]{64}$/);
    },
    60_000,
  );
});

describe('a line by WinRM that is lost while changes are made', () => {
  /** The request in whose Send, or `after` which in a Receive, it happens; and how the host comes out. */
  const accidents: readonly [string, 'Send' | 'Receive', Accident, string][] = [
    ['hello', 'Send', { kind: 'drop-before' }, 'unreachable'],
    ['begin', 'Send', { kind: 'drop-before' }, 'restored'],
    ['set', 'Send', { kind: 'drop-before' }, 'restored'],
    ['set', 'Send', { kind: 'drop-after' }, 'restored'],
    ['set', 'Send', { kind: 'fault', code: 4711 }, 'restored'],
    ['set', 'Receive', { kind: 'fault', code: 995 }, 'restored'],
    ['confirm', 'Send', { kind: 'drop-after' }, 'applied'],
  ];

  it.each(accidents)(
    '%s, in a %s: %j',
    async (verb, action, accident, status) => {
      let state: 'waiting' | 'armed' | 'due' | 'over' = 'waiting';
      const { lab, server, survey } = await labBehind({
        accident: (said, _, message) => {
          if (state === 'armed' && said === 'Send' && stdinOf(message).includes(`"verb":"=${verb}"`))
            state = 'due';
          if (state !== 'due' || said !== action) return undefined;
          state = 'over';
          return accident;
        },
      });
      const plan = await makePlan(lab.context, await survey());
      const before = settings(await lab.state('ex01'));
      const started = server.shells.commandLines.length;
      state = 'armed';
      const { outcomes } = await applyPlan(lab.context, plan, lab.hosts, allowAll);
      const [outcome] = outcomes;
      expect([outcome?.status, state]).toEqual([status, 'over']);
      const after = settings(await lab.state('ex01'));
      if (status === 'applied') expect(after).not.toEqual(before);
      else expect(after).toEqual(before);
      expect(server.shells.commandLines.length - started).toBe(outcome?.connections);
      await expect.poll(() => server.shells.open, { timeout: 10_000 }).toBe(0);
    },
    60_000,
  );
});

const stdinOf = ({ text }: { readonly text: string }): string =>
  Buffer.from(/>([A-Za-z0-9+/=]*)<\/rsp:Stream>/.exec(text)?.[1] ?? '', 'base64').toString();

describe.skipIf(pwshMissing)(
  `the whole loop over WinRM, real PowerShell behind it${because(pwshMissing)}`,
  () => {
    it('http, every message sealed', async () => {
      const lab = await Lab.open();
      await lab.add('ex01', withSessionEvents);
      const environment = { ...process.env, SETRIGHT_HOST_STATE: lab.path('ex01') };
      const server = await WinrmServer.start({ program: realProgram(environment) });
      servers.push(server);
      lab.context = { ...lab.context, runtime: fakeRuntime() };
      const { survey } = wired(lab, server, {});
      await wholeLoop(lab, server, survey);
    }, 180_000);
  },
);
