import { selectHosts } from '../../inventory/index.ts';
import { openLineLog } from '../../journal/line-log.ts';
import type { Host } from '../../model/host.ts';
import type { Watcher } from '../../model/progress.ts';
import type { RunContext } from '../../run/context.ts';
import { openAsker } from '../../ui/asker.ts';
import { openProgress } from '../../ui/progress.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { ConsentOptions, HostOptions } from '../options.ts';
import { type Controller, openController } from './controller.ts';

/** A controller at a terminal: it asks, shows who is at work, logs, and hears Ctrl-C. */
export interface Fleet extends Controller {
  select(selectors: readonly string[]): readonly Host[];
  /** Those of these names that the inventory has. */
  known(names: readonly string[]): readonly Host[];
  /** Runs `work` with hosts shown at work; Ctrl-C means what `Cancellation` says until it ends. */
  atWork<Result>(hosts: readonly string[], work: (context: RunContext) => Promise<Result>): Promise<Result>;
}

export async function openFleet(
  terminal: Terminal,
  options: HostOptions & Pick<ConsentOptions, 'guardSeconds' | 'rebootTimeout' | 'waitForClose'>,
): Promise<Fleet> {
  const controller = await openController({
    ...options,
    environment: terminal.outside.environment,
    askSecret: async (question) =>
      (await openAsker(terminal, `a credential has to be asked for ("${question}")`)).secret(question),
  });
  const { context, inventory } = controller;
  let note: (text: string) => void = terminal.tell;
  const log =
    options.log === undefined
      ? undefined
      : openLineLog(options.log, context.clock, (why) => note(`setright: ${why}`));
  return {
    ...controller,
    select: (selectors) => selectHosts(inventory, selectors, options.limit),
    known: (names) => names.map((name) => controller.hosts.get(name)).filter((host) => host !== undefined),
    atWork: async (hosts, work) => {
      const progress = await openProgress(terminal, hosts);
      note = progress.note;
      const deaf = terminal.interrupts.listen(() => progress.note(context.cancellation.interrupt()));
      try {
        return await work({ ...context, watch: both(progress.watch, log) });
      } finally {
        deaf();
        await progress.stop();
      }
    },
  };
}

const both =
  (shown: Watcher, log: Watcher | undefined): Watcher =>
  (event) => {
    shown(event);
    log?.(event);
  };
