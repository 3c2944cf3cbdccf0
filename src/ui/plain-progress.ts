import { printable } from '../model/printable.ts';
import type { RunEvent } from '../model/progress.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** A line per step, for logs and for terminals that cannot redraw. */
export function plainProgress(terminal: Terminal): Progress {
  return {
    watch: (event) => {
      const text = plainLine(event);
      if (text !== undefined) terminal.say(text);
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
