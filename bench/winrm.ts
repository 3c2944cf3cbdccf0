import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mark } from '../src/model/line.ts';
import { Secret } from '../src/model/secret.ts';
import { Session } from '../src/run/session.ts';
import { winrmTransport } from '../src/transports/winrm/index.ts';
import { baseHost } from '../test/conformance/base-host.ts';
import { fakeRuntime, pwsh } from '../test/fakes/start-powershell.ts';
import { type Lab, value } from '../test/run/lab.ts';
import { optionsWith } from '../test/transports/hosts.ts';
import { realProgram } from '../test/transports/winrm/programs.ts';
import { pythonWinrmMissing, runByPython } from '../test/transports/winrm/python-winrm.ts';
import { ann, WinrmServer } from '../test/transports/winrm/winrm-server.ts';
import { milliseconds, type Ratio, timed } from './ratio.ts';

const SETTINGS = 10;
const ROUNDS = 3;

/** Both read the faked Windows, which is a file: one setting of it. */
const READING = Buffer.from(
  '(Get-Content -Raw $env:SETRIGHT_HOST_STATE | ConvertFrom-Json).registry[0].path',
  'utf16le',
).toString('base64');

/**
 * One check of ten settings over sealed WinRM, both clients before the same server and the same PowerShell: Setright asks one
 * PowerShell for all of them; python3-winrm starts one for each, as scripts around it do. The start of neither program is counted.
 */
export async function winrm(lab: Lab): Promise<readonly Ratio[]> {
  if (!pwsh || pythonWinrmMissing) {
    console.log(`WinRM was not measured: ${pythonWinrmMissing ?? 'no pwsh here'}.`);
    return [];
  }
  const state = join(lab.folder, 'winrm.json');
  writeFileSync(state, JSON.stringify(mark(baseHost())));
  const server = await WinrmServer.start({
    program: realProgram({ ...process.env, SETRIGHT_HOST_STATE: state }),
  });
  try {
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await timed(() => checkByUs(lab, server)));
      theirs.push(await checkByPython(server));
    }
    // The best of each: what else the machine does slows a start of PowerShell more than anything here.
    const [us, them] = [Math.min(...ours), Math.min(...theirs)];
    const measured = `${milliseconds(us)} / ${milliseconds(them)}, best of ${ROUNDS}`;
    return [
      { what: `${SETTINGS} settings over WinRM / python3-winrm`, ratio: us / them, below: 0.33, measured },
    ];
  } finally {
    await server.stop();
  }
}

async function checkByUs(lab: Lab, server: WinrmServer): Promise<void> {
  const transport = winrmTransport(optionsWith({ credential: async () => new Secret(ann.password) }));
  const context = {
    ...lab.context,
    runtime: fakeRuntime(),
    transports: { ...lab.context.transports, winrm: transport },
    limits: { ...lab.context.limits, silenceSeconds: 60 },
  };
  const session = await Session.open(server.host(), context);
  const resources = Array.from({ length: SETTINGS }, (_, at) => value(`Value ${at}`));
  const { states } = await session.request('get', { resources });
  if (states.length !== SETTINGS) throw new Error('not all settings were read');
  await session.close();
}

async function checkByPython(server: WinrmServer): Promise<number> {
  const { code, seconds } = await runByPython({
    endpoint: `http://127.0.0.1:${server.port}/wsman`,
    transport: 'ntlm',
    user: `${ann.domain}\\${ann.user}`,
    password: ann.password,
    command: 'pwsh',
    arguments: ['-NoProfile', '-NonInteractive', '-EncodedCommand', READING],
    times: SETTINGS,
  });
  if (code !== 0) throw new Error(`python3-winrm's command ended with ${code}`);
  return seconds * 1000;
}
