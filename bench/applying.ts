import { copyFileSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mark } from '../src/model/line.ts';
import type { PowerShellProcess } from '../src/model/transport.ts';
import { type Runtime, readRuntime } from '../src/powershell/index.ts';
import { startSimulated } from '../src/transports/simulated/start-simulated.ts';
import { baseHost } from '../test/conformance/base-host.ts';
import { FAKE_WINDOWS, pwsh, startFakeWindows } from '../test/fakes/start-powershell.ts';
import { dword, type Lab, value, wish } from '../test/run/lab.ts';
import { applyIn, planFor } from '../test/run/lab-plan.ts';
import { milliseconds, type Ratio, timed } from './ratio.ts';

const CHANGES = 500;

/** A plan's time on one host grows with its changes, not with their square; and it needs one process, however many they are. */
export async function applying(lab: Lab): Promise<readonly Ratio[]> {
  const runtime = readRuntime();
  const ratios = [await twice(lab, 'simulated host', runtime, startInMemory)];
  if (!pwsh) return ratios;
  const windows = join(lab.folder, 'windows');
  cpSync(FAKE_WINDOWS, windows, { recursive: true });
  copyFileSync(fileURLToPath(new URL('quick-windows.ps1', import.meta.url)), join(windows, 'zz-quick.ps1'));
  const quick = readRuntime(windows);
  const start = (): PowerShellProcess => {
    const file = join(lab.folder, 'quick.json');
    writeFileSync(file, JSON.stringify(mark(baseHost())));
    return startFakeWindows(file, quick);
  };
  return [...ratios, await twice(lab, 'PowerShell', quick, start)];
}

function startInMemory(signal: AbortSignal): PowerShellProcess {
  const file = { state: baseHost(), refresh: () => {}, reload: () => {}, save: () => {} };
  const world = {
    now: () => new Date(),
    sleep: () => Promise.resolve(),
    controller: process.pid,
    isRunning: () => true,
  };
  return startSimulated(file, world, signal);
}

async function twice(
  lab: Lab,
  who: string,
  runtime: Runtime,
  start: (signal: AbortSignal) => PowerShellProcess,
): Promise<Ratio> {
  const { context, hosts } = lab;
  let processes = 0;
  hosts.clear();
  lab.know('applied');
  lab.context = {
    ...context,
    runtime,
    limits: { ...context.limits, silenceSeconds: 120 },
    transports: {
      ...context.transports,
      simulated: {
        start: async (_host, _arguments, signal) => {
          processes += 1;
          return start(signal);
        },
      },
    },
  };
  const apply = async (count: number): Promise<number> => {
    const plan = await planFor(
      lab,
      Array.from({ length: count }, (_, index) => wish(value(`Value ${index}`), dword(index))),
    );
    processes = 0;
    const duration = await timed(async () => {
      const [outcome] = (await applyIn(lab, plan)).outcomes;
      if (outcome?.status !== 'applied') throw new Error(`${outcome?.status}: ${outcome?.summary}`);
    });
    if (processes !== 1) throw new Error(`${count} changes took ${processes} processes`);
    return duration;
  };
  try {
    await apply(CHANGES / 5);
    const [half, whole] = [await apply(CHANGES), await apply(2 * CHANGES)];
    return {
      what: `${who}: applying ${2 * CHANGES} changes / ${CHANGES}`,
      ratio: whole / half,
      below: 2.3,
      measured: `${milliseconds(whole)} / ${milliseconds(half)}, one process each`,
    };
  } finally {
    lab.context = context;
    hosts.clear();
  }
}
