import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unmark } from '../../model/line.ts';
import type { HostState } from '../../transports/simulated/state/state.ts';
import type { Asker } from '../../ui/asker.ts';
import type { Terminal } from '../../ui/terminal.ts';
import { applyPlanFile } from '../apply/apply-plan-file.ts';
import { checkHosts } from '../check/check-hosts.ts';
import type { DemoOptions } from '../demo.ts';
import { planHosts } from '../plan/plan-hosts.ts';
import { takeRunBack } from '../rollback/take-back.ts';
import { visibleAnswers } from './answers.ts';
import { demoHosts } from './hosts.ts';

interface Step {
  readonly command: string;
  readonly exitCode: number;
  readonly result: object;
}

/** The story: the same verbs that a person would type, on hosts that exist in a temporary folder only. Ends 0 when the story ends well. */
export async function tellDemo(terminal: Terminal, options: DemoOptions): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'setright-demo-'));
  const inventory = join(folder, 'inventory.yaml');
  const common = { inventory, dataDir: join(folder, 'data'), limit: [], parallel: 6 };
  const remedies = { ...common, remedy: [], set: [] };
  const plan = join(folder, 'plan.json');
  const steps: Step[] = [];
  const say = (text: string) => {
    if (!terminal.json && !terminal.quiet) terminal.outside.stdout.write(`${text.trimEnd()}\n`);
  };
  const pause = (seconds: number) => wait(isSlow(terminal, options) ? seconds : 0);
  const stage = (command: string, answers: readonly RegExp[], results: object[]): Terminal => {
    const quiet = terminal.quiet || command.endsWith('--quiet');
    return {
      ...terminal,
      quiet,
      say: quiet ? () => {} : say,
      tell: say,
      answers: visibleAnswers(say, answers) satisfies Asker,
      result: (document, text) => {
        results.push(document());
        if (!quiet) say(text());
      },
    };
  };
  const act = async (
    story: string,
    command: string,
    answers: readonly RegExp[],
    work: (on: Terminal) => Promise<number>,
  ): Promise<void> => {
    say(`\n${terminal.paint('dim', `# ${story}`)}\n${terminal.paint('bold', `$ ${command}`)}`);
    await pause(2);
    const results: object[] = [];
    const exitCode = await work(stage(command, answers, results));
    steps.push({ command, exitCode, result: results[0] ?? {} });
    say(terminal.paint('dim', `(exit code ${exitCode})`));
    await pause(4);
  };

  try {
    const before = await writeHosts(folder, inventory);
    say(`Six simulated Windows hosts in ${folder}; nothing outside it is touched.`);
    await act('Who is all right? A check only reads.', 'setright check all', [], (on) =>
      checkHosts(on, ['all'], remedies),
    );
    await act(
      'What would be done? The plan is saved, bound to these machines.',
      'setright plan all -o plan.json --quiet',
      [],
      (on) => planHosts(on, ['all'], { ...remedies, output: plan }),
    );
    await act(
      'Apply it. What cannot be undone is asked for by name; then the values.',
      'setright apply plan.json',
      [/^yes, allow/, /^yes$/],
      (on) => applyPlanFile(on, plan, [], { ...common, allow: [] }),
    );
    await act(
      'Take it back: only what still holds our value, and again with consent.',
      'setright rollback last',
      [/^yes, allow/, /^yes$/],
      (on) => takeRunBack(on, 'last', [], { ...common, allow: [] }),
    );
    const restored = await sameAsBefore(folder, before);
    say(`\nEvery registry value and every service reads as before the story: ${restored ? 'yes' : 'NO'}.`);
    if (options.keep) say(`The folder stays: SETRIGHT_INVENTORY=${inventory} setright check all`);
    if (terminal.json)
      terminal.result(
        () => ({ schema: 'setright/demo@1', restored, steps }),
        () => '',
      );
    return restored ? 0 : 1;
  } finally {
    if (!options.keep) await rm(folder, { recursive: true, force: true });
  }
}

const isSlow = (terminal: Terminal, { fast }: DemoOptions): boolean =>
  !fast && !terminal.quiet && !terminal.json && terminal.outside.stdout.isTTY === true;

const wait = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** As a person would write them, so that each command of the story does the same when it is typed (`--keep`). */
const GROUPS = [
  'groups:',
  '  windows: { remedies: { exchange-mapi-sessions: {} } }',
  '  exchange: { groups: [windows] }',
  '  files: { groups: [windows] }',
];

const stateFile = (folder: string, name: string): string => join(folder, 'hosts', `${name}.json`);

async function writeHosts(folder: string, inventory: string): Promise<ReadonlyMap<string, string>> {
  const hosts = demoHosts();
  await mkdir(join(folder, 'hosts'));
  for (const { name, state } of hosts) await writeFile(stateFile(folder, name), JSON.stringify(state));
  const lines = hosts.map(
    ({ name, group }) =>
      `  ${name}: { groups: [${group}], transport: { type: simulated, state: hosts/${name}.json } }`,
  );
  await writeFile(inventory, [...GROUPS, 'hosts:', ...lines, ''].join('\n'));
  return new Map(hosts.map(({ name, state }) => [name, settings(state)]));
}

async function sameAsBefore(folder: string, before: ReadonlyMap<string, string>): Promise<boolean> {
  for (const [name, wanted] of before) {
    const state = JSON.parse(await readFile(stateFile(folder, name), 'utf8')) as { schema: string };
    const now = (state.schema.startsWith('=') ? unmark(state) : state) as HostState;
    if (settings(now) !== wanted) return false;
  }
  return true;
}

/** What a run can change. Clocks, processes and the host's own record of the runs do move on. */
const settings = ({ registry, services }: HostState): string =>
  JSON.stringify({
    registry: registry
      .map(({ path, values }) => ({ path, values }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    services: services.map(({ name, status, startType }) => ({ name, status, startType })),
  });
