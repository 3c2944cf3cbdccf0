import { stat } from 'node:fs/promises';
import { loadInventory, selectHosts } from '../../inventory/index.ts';
import { readPlanFile } from '../../journal/plan-file.ts';
import type { TransportSettings } from '../../model/host.ts';
import { bootstrapArguments, readRuntime } from '../../powershell/index.ts';
import {
  type HostExplanation,
  type RuntimeExplanation,
  requestsText,
  runtimeText,
} from '../../report/explain-text.ts';
import { requestsOfSurvey } from '../../report/requests-of-plan.ts';
import { checkPlan } from '../../run/apply/apply.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { ExplainOptions } from '../explain.ts';
import { assign } from '../steps/assignments.ts';
import { explainPlan } from '../steps/consent.ts';
import { inventoryPath, speakerFrom } from '../steps/controller.ts';

export async function explainSent(
  terminal: Terminal,
  what: readonly string[],
  options: ExplainOptions,
): Promise<number> {
  const runtime = await explainRuntime();
  const hosts = await explainHosts(terminal, what, options);
  const { text, ...rest } = runtime;
  terminal.result(
    () => ({
      schema: 'setright/explain@1',
      ...rest,
      ...(options.script ? { text } : {}),
      hosts: hosts.map(({ host, program, requests }) => ({ host, program, requests })),
    }),
    () =>
      [
        runtimeText(runtime, options.script ?? false, terminal),
        ...(hosts.length === 0 ? [] : ['', requestsText(hosts, terminal)]),
      ].join('\n'),
  );
  return 0;
}

async function explainRuntime(): Promise<RuntimeExplanation> {
  const runtime = await readRuntime();
  const started = bootstrapArguments(runtime);
  // Decoded from what is sent, not taken from the script: comments stay at home.
  const bootstrap = Buffer.from(started.at(-1) ?? '', 'base64').toString('utf16le');
  const { files, sha256, text } = runtime;
  return { arguments: started, bootstrap, files, sha256, text };
}

async function explainHosts(
  terminal: Terminal,
  what: readonly string[],
  options: ExplainOptions,
): Promise<readonly HostExplanation[]> {
  const [first, ...more] = what;
  if (first === undefined) return [];
  const { environment } = terminal.outside;
  // Explaining opens no data folder, so the id is not known.
  const speaker = speakerFrom(environment, '(id of the data folder)');
  if (more.length === 0 && (await isFile(first))) {
    const plan = await readPlanFile(first);
    checkPlan(plan);
    return explainPlan(plan, speaker);
  }
  const inventory = await loadInventory(inventoryPath(options.inventory, environment));
  const hosts = selectHosts(inventory, what, options.limit);
  const assigned = assign(hosts, options, 'every-remedy');
  return hosts.map(({ name, transport }) => ({
    host: name,
    program: programOf(transport),
    requests: requestsOfSurvey(assigned.get(name) ?? [], speaker),
    changes: false,
  }));
}

function programOf(transport: TransportSettings): readonly string[] | undefined {
  if (transport.type === 'simulated') return undefined;
  return transport.type === 'command' ? transport.argv : [transport.executable];
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
