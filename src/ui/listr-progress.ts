import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import { printable, shortened } from '../model/printable.ts';
import type { RunEvent } from '../model/progress.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** A line per host fits a screen up to here; beyond it the hosts share one. */
const LINES = 15;

interface Row {
  title: string;
}

interface AtWork {
  step: string;
  since: number;
}

/** Hosts with their current step and how long it has taken, redrawn in place. */
export function listrProgress(terminal: Terminal, hosts: readonly string[]): Progress {
  const screen = terminal.outside.stderr as NodeJS.WriteStream;
  const atWork = new Map<string, AtWork>();
  const ended = new Map<string, string>();
  const rows = new Map<string, Row>();
  const finish = new Map<string, () => void>();
  const single = hosts.length > LINES;
  const width = terminal.width - 4;

  const titleOf = (host: string): string => {
    const work = atWork.get(host);
    const end = ended.get(host);
    if (end !== undefined) return `${host}  ${end}`;
    if (!work) return `${host}  waiting`;
    return shortened(`${host}  ${secondsSince(work.since)}  ${work.step}`, width);
  };
  const titleOfAll = (): string =>
    shortened(
      `${ended.size} of ${hosts.length} hosts done; at work: ${[...atWork.keys()].join(', ')}`,
      width,
    );
  const redraw = (key: string): void => {
    const row = rows.get(key);
    if (row) row.title = single ? titleOfAll() : titleOf(key);
  };
  const keys = single ? [''] : hosts;
  const list = new Listr(
    keys.map((key) => ({
      title: single ? titleOfAll() : titleOf(key),
      task: (_context: unknown, row: Row) => {
        rows.set(key, row);
        redraw(key);
        return new Promise<void>((resolve) => finish.set(key, resolve));
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: {
        logger: new ListrLogger({
          useIcons: true,
          toStderr: [],
          processOutput: new ProcessOutput(screen, screen, { leaveEmptyLine: false }),
        }),
        formatOutput: 'truncate',
      },
    },
  );
  const drawn = list.run();
  const clock = setInterval(() => {
    for (const key of keys) if (!ended.has(key)) redraw(key);
  }, 1000);

  const watch = (event: RunEvent): void => {
    if (event.kind === 'line') return;
    const { host } = event;
    if (event.kind === 'host-ended') {
      atWork.delete(host);
      ended.set(host, event.outcome.status);
    } else {
      const step = event.kind === 'host-started' ? 'starting' : printable(event.step);
      if (atWork.get(host)?.step !== step) atWork.set(host, { step, since: Date.now() });
    }
    redraw(single ? '' : host);
    if (!single && ended.has(host)) finish.get(host)?.();
  };
  return {
    watch,
    note: (text) => {
      list.add({ title: text, task: () => {} });
    },
    stop: async () => {
      clearInterval(clock);
      for (const end of finish.values()) end();
      await drawn;
    },
  };
}

const secondsSince = (since: number): string => `${Math.floor((Date.now() - since) / 1000)} s`;
