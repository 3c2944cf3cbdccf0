import { z } from 'zod';
import { engineMistake } from './engine-of-system.ts';
import { HOST_STATE_SCHEMA, type HostState } from './state.ts';

/** What people may leave out of a state file, filled in; a mistake is told with its place. */
const keyBelow = {
  values: z
    .array(
      z.strictObject({
        name: z.string(),
        kind: z.string(),
        data: z.union([z.string(), z.number(), z.array(z.string())]),
      }),
    )
    .default([]),
  deny: z.enum(['read', 'write']).optional(),
};
const registryKey = z.strictObject({
  path: z.string().regex(/^(HKLM|HKU)(\\[^\\]+)*$/i, 'a path starts with HKLM\\ or HKU\\'),
  ...keyBelow,
});

const hive = z.strictObject({
  file: z.string(),
  keys: z
    .array(z.strictObject({ path: z.string().regex(/^([^\\]+(\\[^\\]+)*)?$/), ...keyBelow }))
    .default([]),
  mountedAs: z.string().optional(),
  inUse: z.literal(true).optional(),
  deny: z.literal('read').optional(),
  heldOpen: z.number().int().optional(),
});

const service = z.strictObject({
  name: z.string().min(1),
  displayName: z.string().default(''),
  status: z.enum([
    'running',
    'stopped',
    'paused',
    'start-pending',
    'stop-pending',
    'continue-pending',
    'pause-pending',
  ]),
  startType: z.enum(['auto', 'delayed', 'manual', 'disabled', 'boot', 'system']),
  pid: z.number().int().default(0),
  startedAt: z.string().default(''),
  dependsOn: z.array(z.string()).default([]),
  stopSeconds: z.number().optional(),
  startSeconds: z.number().optional(),
  until: z.string().optional(),
  hangs: z.enum(['stop', 'start']).optional(),
  deny: z.literal('read').optional(),
  fails: z.literal('start').optional(),
});

const portRange = z.strictObject({
  family: z.enum(['IPv4', 'IPv6']),
  protocol: z.enum(['TCP', 'UDP']),
  start: z.number().int(),
  number: z.number().int(),
  deny: z.enum(['read', 'write']).optional(),
});

const mtu = z.strictObject({
  active: z.number().int(),
  persistent: z.number().int().nullable().default(null),
  deny: z.enum(['read', 'write']).optional(),
});

const networkInterface = z.strictObject({
  index: z.number().int().positive(),
  alias: z.string().default(''),
  description: z.string().default(''),
  kind: z.enum(['physical', 'virtual', 'team', 'other']).default('physical'),
  ipv4: mtu.optional(),
  ipv6: mtu.optional(),
});

const path = z.strictObject({
  peer: z.string(),
  address: z.string(),
  family: z.enum(['IPv4', 'IPv6']).default('IPv4'),
  source: z.string(),
  interface: z.number().int().positive(),
  mtu: z.number().int().min(68),
  router: z.string().optional(),
  mute: z.boolean().optional(),
  loseEvery: z.number().int().min(1).optional(),
  fails: z.string().optional(),
  ignoresDontFragment: z.boolean().optional(),
});

const event = z.strictObject({
  log: z.string(),
  provider: z.string(),
  id: z.number().int(),
  at: z.string(),
  properties: z.array(z.string()).default([]),
  message: z.string().default(''),
});

const connection = z.strictObject({
  state: z.string(),
  pid: z.number().int().nullable(),
  port: z.number().int(),
  count: z.number().int().min(1).default(1),
});

const diskFile = z.strictObject({
  path: z.string(),
  version: z.string().optional(),
  text: z.string().optional(),
  at: z.string().optional(),
  deny: z.literal('read').optional(),
});

const fault = z.strictObject({
  verb: z.string(),
  nth: z.number().int().optional(),
  once: z.boolean().optional(),
  after: z.number().int().optional(),
  fault: z.enum([
    'drop-before',
    'drop-after',
    'garble',
    'huge',
    'hang',
    'die',
    'fail',
    'lie',
    'differ',
    'record-failed',
    'late',
    'reboot',
  ]),
});

const process = z.strictObject({
  pid: z.number().int(),
  name: z.string(),
  startedAt: z.string(),
  session: z.number().int().optional(),
  owner: z.string().optional(),
  sid: z.string().optional(),
  handles: z.number().int().optional(),
  workingSet: z.number().int().optional(),
  privateBytes: z.number().int().optional(),
  growsBy: z.number().int().optional(),
  controller: z.number().int().optional(),
  protected: z.boolean().optional(),
});

const hostState = z.strictObject({
  schema: z.literal(HOST_STATE_SCHEMA),
  machine: z.strictObject({
    name: z.string(),
    domain: z.string(),
    guid: z.string(),
    installedAt: z.string(),
  }),
  engine: z.strictObject({
    version: z.string(),
    edition: z.enum(['Desktop', 'Core']),
    languageMode: z.string(),
  }),
  identity: z.strictObject({ name: z.string(), elevated: z.boolean() }),
  blocks: z.string().optional(),
  os: z.strictObject({
    version: z.string(),
    build: z.number().int(),
    ubr: z.number().int(),
    name: z.string(),
    server: z.boolean(),
  }),
  clock: z.string().optional(),
  bootedAt: z.string().optional(),
  shutdown: z.strictObject({ at: z.string() }).optional(),
  registry: z.array(registryKey).default([]),
  services: z.array(service).default([]),
  portRanges: z.array(portRange).optional(),
  interfaces: z.array(networkInterface).optional(),
  paths: z.array(path).optional(),
  hives: z.array(hive).optional(),
  accounts: z.array(z.strictObject({ sid: z.string(), name: z.string() })).optional(),
  events: z.array(event).default([]),
  eventsUnreadable: z.string().optional(),
  connections: z.array(connection).optional(),
  connectionsUnreadable: z.string().optional(),
  disk: z.array(diskFile).optional(),
  unreachable: z.string().optional(),
  processes: z.array(process).default([]),
  files: z
    .array(z.strictObject({ path: z.string(), text: z.string(), bytes: z.number().int().optional() }))
    .default([]),
  planted: z.array(z.string()).optional(),
  room: z.number().int().nonnegative().optional(),
  faults: z.array(fault).optional(),
  latencyMs: z.number().optional(),
  tasks: z
    .array(
      z.strictObject({
        run: z.string(),
        seconds: z.number().optional(),
        due: z.string().optional(),
        at: z.string(),
      }),
    )
    .optional(),
  scheduler: z.enum(['stopped', 'deaf', 'stuck']).optional(),
  lastPid: z.number().int().optional(),
  writes: z.number().int().default(0),
});

export type Checked = { readonly state: HostState } | { readonly mistake: string };

export function checkState(value: unknown): Checked {
  const checked = hostState.safeParse(value);
  // JSON and YAML have no `undefined`, so an optional member is there or is not: the type says no more than that.
  if (checked.success) {
    const state = checked.data as HostState;
    const mistake = engineMistake(state);
    return mistake === undefined ? { state } : { mistake };
  }
  const first = checked.error.issues[0];
  return { mistake: `${first?.path.join('.') || 'the file'}: ${first?.message ?? 'not a host state'}` };
}
