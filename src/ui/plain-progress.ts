import { printable, shortened } from '../model/printable.ts';
import type { RunEvent } from '../model/progress.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** A line per step, for logs and for terminals that cannot redraw; whole in a log, in a terminal as wide as that. */
export function plainProgress(terminal: Terminal): Progress {
  const width = terminal.outside.stderr.isTTY ? terminal.width : Number.POSITIVE_INFINITY;
  return {
    watch: (event) => {
      const text = plainLine(event);
      if (text !== undefined) terminal.say(shortened(text, width));
    },
    note: (text) => terminal.tell(text),
    stop: async () => {},
  };
}

function plainLine(event: RunEvent): string | undefined {
  if (event.kind === 'host-step') return `${event.host}: ${printable(event.step)}`;
  if (event.kind === 'host-ended') return `${event.host}: ${event.outcome.status}`;
  return undefined;
}
