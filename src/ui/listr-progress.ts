import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { HostStatus } from '../model/outcome.ts';
import { printable, shortened } from '../model/printable.ts';
import type { RunEvent } from '../model/progress.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** A line per host fits a screen up to here; beyond it the hosts share one. */
const LINES = 15;

/** What deserves a tick. A host that differs was looked at as was asked. */
const GOOD: readonly HostStatus[] = ['compliant', 'differs', 'nothing', 'applied'];

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
  const ended = new Map<string, HostStatus>();
  const rows = new Map<string, Row>();
  const finish = new Map<string, () => void>();
  const notes: string[] = [];
  let stopped = false;
  const single = hosts.length > LINES;
  const width = terminal.width - 4;
  const keys = single ? [''] : hosts;

  const titleOf = (host: string): string => {
    const work = atWork.get(host);
    const end = ended.get(host);
    if (end !== undefined) return `${host}  ${end}`;
    if (stopped) return host;
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
    if (!row) return;
    const title = single ? titleOfAll() : titleOf(key);
    row.title = [title, ...(key === keys.at(-1) ? notes : [])].join('\n');
  };
  /** Rejects, and so is drawn as failed, for a host that did not come out as it was wanted. */
  const verdictOn = async (key: string): Promise<void> => {
    const end = ended.get(key);
    if (end !== undefined && !GOOD.includes(end)) throw new Error(titleOf(key));
  };
  const list = new Listr(
    keys.map((key) => ({
      title: single ? titleOfAll() : titleOf(key),
      task: (_context: unknown, row: Row) => {
        rows.set(key, row);
        redraw(key);
        // Hosts may be quicker than the first drawing.
        return stopped || ended.has(key)
          ? verdictOn(key)
          : new Promise<void>((resolve) => finish.set(key, resolve)).then(() => verdictOn(key));
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
        formatOutput: 'wrap',
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
      notes.push(text);
      for (const key of keys) redraw(key);
    },
    stop: async () => {
      stopped = true;
      clearInterval(clock);
      for (const key of keys) redraw(key);
      for (const end of finish.values()) end();
      await drawn;
      // What was drawn over is said once more, to stay.
      for (const text of notes) terminal.tell(text);
    },
  };
}

const secondsSince = (since: number): string => `${Math.floor((Date.now() - since) / 1000)} s`;
