import { diagnosisText } from '../../report/diagnosis-text.ts';
import { diagnoseHost } from '../../run/doctor/diagnose-host.ts';
import { eachInParallel } from '../../run/fleet.ts';
import { probeWay } from '../../transports/index.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { DoctorOptions } from '../doctor.ts';
import { openFleet } from '../steps/fleet.ts';

const NOT_REACHED = 5;

export async function diagnoseHosts(
  terminal: Terminal,
  selectors: readonly string[],
  options: DoctorOptions,
): Promise<number> {
  const fleet = await openFleet(terminal, options);
  const hosts = fleet.select(selectors);
  await fleet.unlock(hosts);
  const names = hosts.map(({ name }) => name);
  const diagnoses = await fleet.atWork(names, (context) =>
    eachInParallel(hosts, context.limits.parallel, (host) =>
      diagnoseHost(context, host, probeWay(host, fleet.transportOptions, context.cancellation.dropped)),
    ),
  );
  const exitCode = diagnoses.some(({ verdict }) => verdict === 'bad') ? NOT_REACHED : 0;
  terminal.result(
    () => ({ schema: 'setright/doctor@1', exitCode, hosts: diagnoses }),
    () => diagnosisText(diagnoses, options.fixHint ?? false, terminal),
  );
  return exitCode;
}
