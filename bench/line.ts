import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../src/model/host.ts';
import { mark } from '../src/model/line.ts';
import { Session } from '../src/run/connect/session.ts';
import { baseHost } from '../test/conformance/base-host.ts';
import { fakeRuntime, pwsh, startFakeWindows } from '../test/fakes/start-powershell.ts';
import { type Lab, value } from '../test/run/lab.ts';
import { milliseconds, type Ratio, timed } from './ratio.ts';

const REQUESTS = 500;
const RESOURCES = 100;

/** What a request costs, on the simulated host and on a real PowerShell, and what asking for many things at once saves. */
export async function line(lab: Lab): Promise<readonly Ratio[]> {
  const host = await lab.add('bench');
  const simulated = await measure(() => Session.open(host, lab.context));
  const ratios = [batching('simulated host', simulated)];
  if (!pwsh) {
    console.log('No pwsh here: the cost of a real PowerShell was not measured.');
    return ratios;
  }
  const file = join(lab.folder, 'real.json');
  writeFileSync(file, JSON.stringify(mark(baseHost())));
  const runtime = fakeRuntime();
  const context = {
    ...lab.context,
    runtime,
    limits: { ...lab.context.limits, silenceSeconds: 60 },
    transports: {
      ...lab.context.transports,
      simulated: { start: async () => startFakeWindows(file, runtime) },
    },
  };
  const real: Host = { ...host, name: 'real' };
  const powershell = await measure(() => Session.open(real, context));
  return [
    ...ratios,
    batching('PowerShell', powershell),
    {
      what: 'one more request / starting PowerShell',
      ratio: powershell.single / powershell.opening,
      below: 0.1,
      measured: `${milliseconds(powershell.single)} / ${milliseconds(powershell.opening)}: why there is one process a host`,
    },
    {
      what: 'a request to PowerShell / to the simulated host',
      ratio: powershell.single / simulated.single,
      measured: `${milliseconds(powershell.single)} / ${milliseconds(simulated.single)}`,
    },
  ];
}

interface Costs {
  /** Until the host has said hello. */
  readonly opening: number;
  /** A get of one registry value. */
  readonly single: number;
  /** A get of a hundred. */
  readonly many: number;
}

async function measure(open: () => Promise<Session>): Promise<Costs> {
  let session: Session | undefined;
  const opening = await timed(async () => {
    session = await open();
  });
  if (!session) throw new Error('no session');
  const opened = session;
  const resources = Array.from({ length: RESOURCES }, (_, index) => value(`Value ${index}`));
  const get = (count: number) => opened.request('get', { resources: resources.slice(0, count) });
  await get(RESOURCES);
  const single = (await timed(() => times(REQUESTS, () => get(1)))) / REQUESTS;
  const many = (await timed(() => times(REQUESTS / 10, () => get(RESOURCES)))) / (REQUESTS / 10);
  await opened.close();
  return { opening, single, many };
}

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done += 1) await work();
}

const batching = (who: string, { single, many }: Costs): Ratio => ({
  what: `${who}: ${RESOURCES} states in one request / in ${RESOURCES}`,
  ratio: many / (single * RESOURCES),
  below: 1,
  measured: `${milliseconds(many)} / ${milliseconds(single * RESOURCES)}; ${Math.round(1000 / single)} requests a second`,
});
