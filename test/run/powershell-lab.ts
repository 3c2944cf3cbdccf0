import { fakeRuntime, startFakeWindows } from '../fakes/start-powershell.ts';
import { Lab } from './lab.ts';

/** A controller whose simulated hosts are played by a real PowerShell, our scripts as they are. */
export async function powershellLab(silenceSeconds = 60): Promise<Lab> {
  const lab = await Lab.open();
  const runtime = fakeRuntime();
  const { context } = lab;
  lab.context = {
    ...context,
    runtime,
    limits: { ...context.limits, silenceSeconds },
    transports: {
      ...context.transports,
      simulated: { start: async ({ name }) => startFakeWindows(lab.path(name), runtime) },
    },
  };
  return lab;
}
