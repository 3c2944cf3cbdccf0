import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCollectorScripts } from '../../src/powershell/index.ts';
import { makeCollector } from '../../src/run/observe/collector.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';

const FAKE = fileURLToPath(new URL('../fakes/collect/', import.meta.url));

export interface CollectorRun {
  readonly status: number | null;
  readonly said: string;
  /** The file that it wrote. */
  readonly file: string;
  /** What is in it; '' when there is none. */
  readonly text: string;
}

/** The collector on a real PowerShell, over a Windows that lies in a state file. */
export function collect(state: HostState & { wrongPowerShell?: boolean }, ...more: string[]): CollectorRun {
  const folder = mkdtempSync(join(tmpdir(), 'setright-collect-'));
  writeFileSync(join(folder, 'host.json'), JSON.stringify(state));
  writeFileSync(join(folder, 'collect.ps1'), makeCollector(readCollectorScripts(FAKE)).text);
  const run = spawnSync('pwsh', ['-NoProfile', '-NonInteractive', '-File', 'collect.ps1', ...more], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, COLLECT_STATE: join(folder, 'host.json') },
  });
  const file = join(folder, `${state.machine.name}.collected.json`);
  return { status: run.status, said: run.stdout + run.stderr, file, text: textOf(file) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
