import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileExists, writeScriptFile } from '../../journal/script-file.ts';
import { UsageError } from '../../model/errors.ts';
import { exitCodeOf } from '../../model/outcome.ts';
import type { HostPlan, Plan } from '../../model/plan.ts';
import { printable } from '../../model/printable.ts';
import { readExportFrame, readRuntime } from '../../powershell/index.ts';
import { exportScript } from '../../run/export/export-script.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { ExportOptions } from '../export.ts';
import { readApprovedPlan } from '../steps/approved-plan.ts';
import { leftOutOutcome } from '../steps/carry-out-plan.ts';
import { readVersion } from '../version.ts';

interface Written {
  readonly host: string;
  readonly path: string;
  readonly sha256: string;
}

/** Nothing is written unless everything can be. */
export async function exportPlanFile(
  terminal: Terminal,
  path: string,
  options: ExportOptions,
): Promise<number> {
  const plan = await readApprovedPlan(path, options.digest);
  const hosts = chosenHosts(plan, path, options.host);
  const parts = { runtime: readRuntime(), frame: readExportFrame(), version: readVersion() };
  const scripts = scriptPaths(plan, hosts, options.out).map(([host, to]) => ({
    host,
    path: to,
    text: exportScript(plan, host, parts),
  }));
  for (const { path: to } of scripts)
    if (!options.force && (await fileExists(to)))
      throw new UsageError(`${to} is there already; --force overwrites it, --out names another place`);
  for (const script of scripts) await writeScriptFile(script.path, script.text);
  return tell(terminal, plan, options.host, scripts.map(withHash));
}

const withHash = ({
  host,
  path,
  text,
}: {
  readonly host: string;
  readonly path: string;
  readonly text: string;
}): Written => ({
  host,
  path,
  sha256: createHash('sha256').update(text).digest('hex'),
});

/** Hosts of the plan that have something to do. */
function chosenHosts(plan: Plan, path: string, names: readonly string[]): readonly HostPlan[] {
  const known = [...plan.hosts, ...plan.leftOut].map(({ host }) => host);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`${path}: ${unknown.join(', ')} is not in this plan; it is for ${known.join(', ')}`);
  return plan.hosts.filter(
    ({ host, changes, effects }) =>
      changes.length + effects.length > 0 && (names.length === 0 || names.includes(host)),
  );
}

function scriptPaths(
  plan: Plan,
  hosts: readonly HostPlan[],
  out = '.',
): readonly (readonly [host: string, path: string])[] {
  if (!out.toLowerCase().endsWith('.ps1'))
    return hosts.map(({ host }) => [host, join(out, fileNameOf(host, plan.id, hosts))]);
  if (hosts.length > 1)
    throw new UsageError(
      `--out ${out} is one file, and the plan is for ${hosts.length} hosts: name one with --host, or a folder`,
    );
  return hosts.map(({ host }) => [host, out]);
}

/** Names that only differ in what a file name cannot hold get a number. */
function fileNameOf(host: string, plan: string, hosts: readonly HostPlan[]): string {
  const plain = (name: string) => name.replace(/[^A-Za-z0-9._-]/g, '_').toLowerCase();
  const alike = hosts.map((each) => each.host).filter((name) => plain(name) === plain(host));
  const number = alike.length > 1 ? `-${alike.indexOf(host) + 1}` : '';
  return `${host.replace(/[^A-Za-z0-9._-]/g, '_')}${number}-${plan}.ps1`;
}

/** A host that the plan could not be made for has no script: nobody should read that from its absence. */
function tell(terminal: Terminal, plan: Plan, names: readonly string[], written: readonly Written[]): number {
  const isChosen = ({ host }: { readonly host: string }) => names.length === 0 || names.includes(host);
  const leftOut = plan.leftOut.filter(isChosen).map(leftOutOutcome);
  const idle = plan.hosts.filter((each) => isChosen(each) && !written.some(({ host }) => host === each.host));
  const exitCode = exitCodeOf(leftOut.map(({ status }) => status));
  terminal.result(
    () => ({
      schema: 'setright/export@1',
      plan: plan.id,
      exitCode,
      scripts: written,
      nothingToDo: idle.map(({ host }) => host),
      hosts: leftOut,
    }),
    () =>
      [
        ...written.flatMap(({ host, path, sha256 }) => [
          `${printable(host)}: ${printable(path)}`,
          `  SHA-256 ${sha256}`,
        ]),
        ...idle.map(({ host }) => `${printable(host)}: nothing to do`),
        ...leftOut.map(({ host, summary }) => `${printable(host)}: ${printable(summary)}`),
        ...(written.length > 0 ? ['', HOW] : []),
      ].join('\n'),
  );
  return exitCode;
}

const HOW =
  'Read a script, take it to its host, and run it there from an elevated prompt:\n' +
  '  powershell -NoProfile -ExecutionPolicy RemoteSigned -File SCRIPT.ps1      shows the plan, changes nothing\n' +
  'then the same with -Apply (effects: -WithEffects), -Check or -Undo.';
