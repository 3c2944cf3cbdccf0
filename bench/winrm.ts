import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mark } from '../src/model/line.ts';
import { Secret } from '../src/model/secret.ts';
import { Session } from '../src/run/connect/session.ts';
import type { RunContext } from '../src/run/context.ts';
import type { HostState } from '../src/transports/simulated/state/state.ts';
import { winrmTransport } from '../src/transports/winrm/index.ts';
import { baseHost } from '../test/conformance/base-host.ts';
import { fakeRuntime, pwsh } from '../test/fakes/start-powershell.ts';
import { type Lab, value } from '../test/run/lab.ts';
import { optionsWith } from '../test/transports/hosts.ts';
import { realProgram } from '../test/transports/winrm/programs.ts';
import { pythonWinrmMissing, runByPython } from '../test/transports/winrm/python-winrm.ts';
import { ann, WinrmServer } from '../test/transports/winrm/winrm-server.ts';
import { median, milliseconds, type Ratio, timed } from './ratio.ts';

const SETTINGS = 10;
const ROUNDS = 5;

const names = Array.from({ length: SETTINGS }, (_, at) => `Value ${at}`);

/**
 * Ten settings and nothing else. Windows is faked by a file, which our scripts read, and write once, in PowerShell; a check of a real
 * host has no such work, and the less there is in it, the less of it is measured.
 */
const hostOfTen = (): HostState => ({
  ...baseHost(),
  registry: [
    {
      path: 'HKLM\\SOFTWARE\\Setright Test',
      values: names.map((name, at) => ({ name, kind: 'REG_DWORD', data: at })),
    },
  ],
  services: [],
  processes: [],
});

/** One setting, from the same file. */
const READING = Buffer.from(
  '(Get-Content -Raw $env:SETRIGHT_HOST_STATE | ConvertFrom-Json).registry[0].values[0].data',
  'utf16le',
).toString('base64');

/** What python3-winrm's users do: its README's `run_ps`, a shell for each command; or, with more care, all commands in one shell. */
const theirWays = [
  { what: 'python3-winrm, as its README', isSession: true },
  { what: 'python3-winrm in one shell', isSession: false },
];

/**
 * One check of ten settings over sealed WinRM, both clients before the same server and the same PowerShell: Setright asks one
 * PowerShell for all of them; python3-winrm starts one for each, as scripts around it do. The start of neither program is counted. They
 * take turns, and medians are compared: a machine that is busy with something else is busy for both.
 */
export async function winrm(lab: Lab): Promise<readonly Ratio[]> {
  if (!pwsh || pythonWinrmMissing) {
    console.log(`WinRM was not measured: ${pythonWinrmMissing ?? 'no pwsh here'}.`);
    return [];
  }
  const state = join(lab.folder, 'winrm.json');
  writeFileSync(state, JSON.stringify(mark(hostOfTen())));
  const server = await WinrmServer.start({
    program: realProgram({ ...process.env, SETRIGHT_HOST_STATE: state }),
  });
  const context = contextOf(lab);
  try {
    const ours: number[] = [];
    const theirs = theirWays.map((): number[] => []);
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [at, { isSession }] of theirWays.entries()) {
        ours.push(await timed(() => checkByUs(context, server)));
        theirs[at]?.push(await checkByPython(server, isSession));
        ours.push(await timed(() => checkByUs(context, server)));
      }
    const us = median(ours);
    return theirWays.map(({ what }, at) => {
      const them = median(theirs[at] ?? []);
      const measured = `${milliseconds(us)} / ${milliseconds(them)}, medians of ${ours.length} and ${ROUNDS}`;
      return { what: `${SETTINGS} settings over WinRM / ${what}`, ratio: us / them, below: 0.33, measured };
    });
  } finally {
    await server.stop();
  }
}

function contextOf(lab: Lab): RunContext {
  const transport = winrmTransport(optionsWith({ credential: async () => new Secret(ann.password) }));
  return {
    ...lab.context,
    runtime: fakeRuntime(),
    transports: { ...lab.context.transports, winrm: transport },
    limits: { ...lab.context.limits, silenceSeconds: 60 },
  };
}

async function checkByUs(context: RunContext, server: WinrmServer): Promise<void> {
  const session = await Session.open(server.host(), context);
  const { states } = await session.request('get', { resources: names.map((name) => value(name)) });
  if (states.filter(({ status }) => status === 'present').length !== SETTINGS)
    throw new Error('not all settings were read');
  await session.close();
}

async function checkByPython(server: WinrmServer, isSession: boolean): Promise<number> {
  const { code, seconds } = await runByPython({
    endpoint: `http://127.0.0.1:${server.port}/wsman`,
    transport: 'ntlm',
    user: `${ann.domain}\\${ann.user}`,
    password: ann.password,
    command: 'pwsh',
    arguments: ['-NoProfile', '-NonInteractive', '-EncodedCommand', READING],
    times: SETTINGS,
    isSession,
  });
  if (code !== 0) throw new Error(`python3-winrm's command ended with ${code}`);
  return seconds * 1000;
}
