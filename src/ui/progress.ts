import type { Watcher } from '../model/progress.ts';
import { plainProgress } from './plain-progress.ts';
import type { Terminal } from './terminal.ts';

/** Shows hosts at work. Draws on stderr only. */
export interface Progress {
  readonly watch: Watcher;
  /** A remark that must not be lost between the lines that are redrawn. */
  note(text: string): void;
  stop(): Promise<void>;
}

const silent: Progress = { watch: () => {}, note: () => {}, stop: async () => {} };

export async function openProgress(terminal: Terminal, hosts: readonly string[]): Promise<Progress> {
  if (terminal.quiet) return { ...silent, note: (text) => terminal.tell(text) };
  if (!terminal.live) return plainProgress(terminal);
  return (await import('./listr-progress.ts')).listrProgress(terminal, hosts);
}
