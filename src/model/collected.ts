import type { FactQuestion } from './fact.ts';
import { isPlainObject } from './json.ts';
import type { Resource } from './resource.ts';
import { foldCase } from './windows-name.ts';

export const COLLECTED_SCHEMA = 'setright/collected@1';

/** How far back the collector reads event logs: as far as any remedy looks. */
export const COLLECTED_HOURS = 2160;

/**
 * What the collector (`scripts/collect/`) looks at, one line each: `key|<path>` all values of a key, `tree|<path>` those below it too,
 * `event|<log>|<provider>|<id>`, `file|<path>`, `owner|<program>` and `list|<what>`; `users|<key>` and `users-tree|<key>` in each loaded hive of a user. Its file names the lines it has answers to: what is
 * not among them was not looked at, which is not the same as not being there.
 */
export type CollectorLine = string;

const SERVICES = 'list|services';
const PROCESSES = 'list|processes';
const PROFILES = 'list|profiles';

const CURRENT = 'HKLM\\SYSTEM\\CurrentControlSet';
const WINDOWS = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion';

/** What the facts of these names read of the registry by themselves. */
const clusterLines = [
  'key|HKLM\\Cluster',
  'tree|HKLM\\Cluster\\Resources',
  'key|HKLM\\Cluster\\ExchangeActiveManager',
  'key|HKLM\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\ServerComponentStates\\ServerWideOffline',
];
const pendingRebootLines = [
  `key|${WINDOWS}\\Component Based Servicing\\RebootPending`,
  `key|${WINDOWS}\\WindowsUpdate\\Auto Update\\RebootRequired`,
  `key|${CURRENT}\\Control\\Session Manager`,
  'key|HKLM\\SOFTWARE\\Microsoft\\Updates',
  `key|${CURRENT}\\Control\\ComputerName\\ActiveComputerName`,
  `key|${CURRENT}\\Control\\ComputerName\\ComputerName`,
  `key|${CURRENT}\\Services\\Netlogon`,
];

const outlookProfileLines = [
  'users-tree|Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles',
  'users-tree|Software\\Microsoft\\Office\\15.0\\Outlook\\Profiles',
  'users-tree|Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles',
];

type Lines = (ask: FactQuestion['ask']) => readonly CollectorLine[];

const facts: Readonly<Record<string, Lines>> = {
  os: () => [],
  powershell: () => [],
  service: () => [SERVICES],
  cluster: () => clusterLines,
  events: ({ log, provider, id }) => [`event|${log}|${provider}|${id}`],
  connections: () => ['list|connections', PROCESSES],
  'file-versions': ({ paths }) => (Array.isArray(paths) ? paths.map((path) => `file|${path}`) : []),
  'registry-tree': ({ hive, key, view }) => [`tree|${physicalPath(hive, key, view)}`],
  'pending-reboot': () => pendingRebootLines,
  processes: ({ name }) => [PROCESSES, `owner|${bareName(name)}`],
  profiles: () => [PROFILES],
  'outlook-data-files': () => [PROFILES, ...outlookProfileLines],
  'process-memory': () => [PROCESSES, 'list|growth'],
};

/** The lines that an answer rests on; undefined: the collector cannot look at that. */
export const linesOfQuestion = ({ fact, ask }: FactQuestion): readonly CollectorLine[] | undefined =>
  Object.hasOwn(facts, fact) ? facts[fact]?.(ask) : undefined;

export function linesOfResource(resource: Resource): readonly CollectorLine[] | undefined {
  if (resource.kind === 'registry-value')
    return [`key|${physicalPath(resource.hive, resource.key, resource.view)}`];
  if (resource.kind === 'user-registry-value') return [PROFILES, `users|${resource.key}`];
  if (resource.kind === 'service-status' || resource.kind === 'service-start-type') return [SERVICES];
  return resource.kind === 'tcp-port-range' ? ['list|ports'] : undefined;
}

/** Where a 64-bit Windows keeps the 32-bit view of it. */
function physicalPath(hive: unknown, key: unknown, view: unknown): string {
  const path = `${hive}\\${key}`;
  return view === 32 ? path.replace(/^HKLM\\SOFTWARE\\(?!Wow6432Node(\\|$))/i, '$&Wow6432Node\\') : path;
}

const bareName = (name: unknown): string => String(name).replace(/\.exe$/i, '');

/** Which lines a file answers, and why it does not answer others. */
export interface Looked {
  readonly lines: readonly CollectorLine[];
  readonly failed: readonly { readonly line: CollectorLine; readonly why: string }[];
  readonly hours: number;
}

/** Why a question with these lines has no answer in the file; undefined when it has. */
export function whyNotCollected(
  { lines, failed, hours }: Looked,
  needed: readonly CollectorLine[] | undefined,
  ask: FactQuestion['ask'] = {},
): string | undefined {
  if (needed === undefined) return 'the collector cannot look at this';
  const known = new Set(lines.map(foldCase));
  const missing = needed.find((line) => !known.has(foldCase(line)));
  const { hours: wanted } = isPlainObject(ask) ? ask : {};
  if (missing === undefined)
    return typeof wanted === 'number' && wanted > hours
      ? `the file reaches ${hours} hours back, not ${wanted}`
      : undefined;
  const failure = failed.find(({ line }) => foldCase(line) === foldCase(missing));
  return failure?.why ?? `the collector did not look at ${missing.replace(/^\w+\|/, '')}`;
}
