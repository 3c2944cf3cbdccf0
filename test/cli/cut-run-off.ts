import { readFile, writeFile } from 'node:fs/promises';
import { mark } from '../../src/model/line.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import type { Desk } from './desk.ts';

/** Somebody else at work on a host of the desk. */
export async function editHost(desk: Desk, host: string, change: (state: HostState) => void): Promise<void> {
  const state = await desk.state(host);
  change(state);
  await writeFile(desk.statePath(host), JSON.stringify(mark(state)));
}

/** Makes of a kept run what both sides hold when controller and PowerShell die together: set, neither kept nor undone. */
export async function cutRunOff(desk: Desk, host: string, run: string): Promise<void> {
  await editHost(desk, host, ({ files }) => {
    for (const file of files)
      if (file.path === `${run}\\steps.ndjson`) file.text = file.text.replace(/.*"=kept".*\n/, '');
  });
  const journal = desk.path(`data/runs/${run}/journal.ndjson`);
  const lines = (await readFile(journal, 'utf8')).split('\n');
  const set = lines.findIndex((line) => line.includes('"set-intended"'));
  await writeFile(journal, `${lines.slice(0, set + 1).join('\n')}\n`);
}
