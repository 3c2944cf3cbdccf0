import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackupStore } from '../../src/journal/backup-store.ts';
import { openDataFolder } from '../../src/journal/data-folder.ts';
import { journalPath } from '../../src/journal/journal.ts';
import { type ReadJournal, readJournal } from '../../src/journal/read-journal.ts';
import type { Host } from '../../src/model/host.ts';
import { asciiJson, mark, unmark } from '../../src/model/line.ts';
import type { Precondition } from '../../src/model/precondition.ts';
import type { RunEvent } from '../../src/model/progress.ts';
import type { EffectWish, Judgement, Remedy, Wish } from '../../src/model/remedy.ts';
import type { Resource } from '../../src/model/resource.ts';
import { present, type State } from '../../src/model/state.ts';
import { readRuntime } from '../../src/powershell/index.ts';
import type { Consent } from '../../src/run/apply/consent.ts';
import { Cancellation } from '../../src/run/cancellation.ts';
import { defaultLimits, type RunContext } from '../../src/run/context.ts';
import type { Assignment } from '../../src/run/observe/survey.ts';
import { createTransports } from '../../src/transports/index.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import { baseHost } from '../conformance/base-host.ts';

/** A controller with a data folder of its own and simulated hosts in files, as a run sees them. */
export class Lab {
  readonly folder: string;
  readonly events: RunEvent[] = [];
  readonly hosts = new Map<string, Host>();
  context: RunContext;

  private constructor(folder: string, context: Omit<RunContext, 'watch'>) {
    this.folder = folder;
    this.context = { ...context, watch: (event) => this.events.push(event) };
  }

  /** `folder`: the one of an earlier lab, whose controller ended. */
  static async open(folder?: string): Promise<Lab> {
    folder ??= await mkdtemp(join(tmpdir(), 'setright-run-'));
    const data = await openDataFolder(join(folder, 'data'));
    return new Lab(folder, {
      transports: createTransports({
        credential: () => Promise.reject(new Error('no credential is needed here')),
        allowCommand: false,
        connectSeconds: 10,
      }),
      runtime: await readRuntime(),
      speaker: { version: '0.1.0', controller: 'admin-ws', person: 'ann' },
      data,
      backups: await BackupStore.open(data),
      clock: () => new Date(),
      random: (bytes) => randomBytes(bytes).toString('hex'),
      cancellation: new Cancellation(),
      stalled: new Map(),
      limits: { ...defaultLimits, silenceSeconds: 2, pauseSeconds: 0.05 },
    });
  }

  /** Adds a host; every name is another machine unless `change` says otherwise. */
  async add(name: string, change: (state: HostState) => void = () => {}): Promise<Host> {
    const state = baseHost();
    state.machine.name = name.toUpperCase();
    state.machine.guid = `guid-of-${name}`;
    change(state);
    await this.write(name, state);
    return this.know(name);
  }

  /** A host that is just this. */
  async place(name: string, state: HostState): Promise<Host> {
    await this.write(name, state);
    return this.know(name);
  }

  /** A host whose state file is there already. */
  know(name: string): Host {
    const host: Host = {
      name,
      groups: [],
      transport: { type: 'simulated', state: this.path(name) },
      variables: {},
      remedies: {},
      source: 'lab',
    };
    this.hosts.set(name, host);
    return host;
  }

  path(name: string): string {
    return join(this.folder, `${name}.json`);
  }

  async state(name: string): Promise<HostState> {
    return unmark(JSON.parse(await readFile(this.path(name), 'utf8'))) as HostState;
  }

  /** Somebody else at work on the host between our requests. */
  async edit(name: string, change: (state: HostState) => void): Promise<void> {
    const state = await this.state(name);
    change(state);
    await this.write(name, state);
  }

  async journal(run: string): Promise<ReadJournal> {
    return readJournal(journalPath(this.context.data.runs, run));
  }

  /** A controller that starts afresh: nothing of the last one but its files. */
  restart(): void {
    this.context = { ...this.context, cancellation: new Cancellation() };
  }

  private async write(name: string, state: HostState): Promise<void> {
    await writeFile(this.path(name), asciiJson(mark(state)));
  }
}

/** Hives of users are told by their files, mounted or not. */
const wholeRegistry = ({ registry, hives = [] }: HostState): HostState['registry'] => [
  ...registry.map((key) => {
    const hive = hives.find(({ mountedAs }) => `${key.path}\\`.startsWith(`HKU\\${mountedAs}\\`));
    return hive ? { ...key, path: key.path.replace(`HKU\\${hive.mountedAs}`, hive.file) } : key;
  }),
  ...hives.flatMap(({ file, keys }) =>
    keys.map((key) => ({ ...key, path: key.path === '' ? file : `${file}\\${key.path}` })),
  ),
];

/** What is set on a host, without what only time and our own record change. */
export const settings = (state: HostState) => ({
  // An empty key above another is there whether it is listed or not.
  registry: wholeRegistry(state)
    .filter(
      ({ path, values, deny }) =>
        values.length > 0 ||
        deny ||
        !wholeRegistry(state).some((other) => other.path.toLowerCase().startsWith(`${path.toLowerCase()}\\`)),
    )
    .map((key) => ({ ...key, values: key.values.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  services: state.services.map(({ name, status, startType }) => ({ name, status, startType })),
  interfaces: (state.interfaces ?? []).map(({ index, ipv4, ipv6 }) => ({ index, ipv4, ipv6 })),
});

export const allowAll: Consent = { effect: () => true, keepWithoutEffects: false, breakLock: undefined };

export const dword = (data: number): State => present({ kind: 'REG_DWORD', data });

export const value = (name: string, key = 'SOFTWARE\\Setright Test'): Resource => ({
  kind: 'registry-value',
  hive: 'HKLM',
  key,
  name,
  view: 64,
});

export const wish = (resource: Resource, want: State, more: Partial<Wish> = {}): Wish => ({
  resource,
  want,
  reason: 'the test wants it',
  ...more,
});

export const restartOf = (service: string, ...resources: readonly Resource[]): EffectWish => ({
  kind: 'service.restart',
  target: { service, deadlineSeconds: 60 },
  reason: 'the test needs it',
  resources,
  blastRadius: ['everybody in the test'],
});

export const rebootOf = (delaySeconds: number, ...resources: readonly Resource[]): EffectWish => ({
  kind: 'reboot',
  target: { delaySeconds },
  reason: 'the test needs it',
  resources,
  blastRadius: ['everybody in the test'],
});

/** A remedy that always wants the same, whatever it finds. */
export function wanting(
  wishes: readonly Wish[],
  effects: readonly EffectWish[] = [],
  preconditions: readonly Precondition[] = [],
): readonly Assignment[] {
  const judgement: Judgement = {
    verdict: 'noncompliant',
    reasons: ['the test says so'],
    wishes,
    effects,
    advice: [],
    ...(preconditions.length > 0 ? { preconditions } : {}),
  };
  const remedy: Remedy = {
    name: 'wanting',
    title: 't',
    summary: 's',
    appliesTo: 'a',
    sources: [],
    corrections: [],
    reads: 'r',
    changes: 'c',
    undo: 'u',
    testedOn: [],
    supersededBy: [],
    conflictsWith: [],
    reversible: 'yes',
    restart: 'none',
    confidence: 'documented',
    parameters: {},
    needs: () => ({
      facts: {},
      resources: wishes.map(({ resource }) => resource),
      sensitive: wishes.some(({ sensitive }) => sensitive),
    }),
    judge: () => judgement,
  };
  return [{ remedy, parameters: {} }];
}
