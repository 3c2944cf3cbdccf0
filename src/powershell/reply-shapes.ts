import { z } from 'zod';

const text = z.string();

const stateShape = z.discriminatedUnion('status', [
  z.object({ status: z.literal('absent'), missing: text, from: text.optional() }),
  z.object({
    status: z.literal('unreadable'),
    why: text,
    hive: z.enum(['not-loaded', 'in-use', 'unreachable']).optional(),
  }),
  z.object({ status: z.literal('present'), value: z.json() }),
]);

const resourceShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('registry-value'),
    hive: z.enum(['HKLM', 'HKU']),
    key: text,
    name: text,
    view: z.union([z.literal(32), z.literal(64)]),
  }),
  z.object({ kind: z.literal('user-registry-value'), sid: text, profile: text, key: text, name: text }),
  z.object({ kind: z.literal('service-status'), service: text }),
  z.object({ kind: z.literal('service-start-type'), service: text }),
  z.object({
    kind: z.literal('tcp-port-range'),
    family: z.enum(['IPv4', 'IPv6']),
    protocol: z.enum(['TCP', 'UDP']),
  }),
  z.object({
    kind: z.literal('interface-mtu'),
    interface: z.int().positive(),
    family: z.enum(['IPv4', 'IPv6']),
  }),
]);

const lockShape = z.object({
  run: text,
  controller: text,
  person: text,
  at: text,
  alive: z.boolean(),
  epoch: z.number(),
});

const runShape = z.object({
  run: text,
  controller: text,
  person: text,
  at: text,
  state: z.enum(['open', 'kept', 'restored', 'stuck']),
  notInForce: z.array(z.object({ change: text, resource: resourceShape, since: text })),
});

const changeShape = z.object({ id: text, resource: resourceShape, before: stateShape, after: stateShape });

const recordShape = z.object({
  run: text,
  speaker: z.object({ version: text, controller: text, person: text }),
  at: text,
  state: z.enum(['open', 'kept', 'restored', 'stuck']),
  changes: z.array(changeShape),
  last: z.array(z.object({ change: text, step: text, at: text })),
});

const factShape = z.discriminatedUnion('known', [
  z.object({ known: z.literal(true), at: text, value: z.json() }),
  z.object({ known: z.literal(false), at: text, why: text }),
]);

const standingShape = z.array(z.object({ service: text, status: text }));

const undoReportShape = z.object({
  state: z.enum(['restored', 'stuck']),
  changes: z.array(
    z.object({
      change: text,
      outcome: z.enum(['restored', 'already', 'untouched', 'conflict', 'unreadable', 'failed']),
      found: stateShape.nullable(),
      why: text,
    }),
  ),
  services: standingShape,
  unwritten: z.literal(true).optional(),
});

const removalShape = z.enum(['removed', 'left', 'none']);

const guardShape = z.object({
  run: text,
  kind: z.enum(['guard', 'timed undo']),
  seconds: z.number(),
  due: text.nullable(),
  at: text,
  state: z.enum(['intended', 'rehearsed', 'armed', 'fired', 'removed']),
  standing: z.boolean(),
  record: z.enum(['open', 'kept', 'restored', 'stuck']),
});

/** What each verb's reply has to look like; members that we do not know are dropped. */
export const replyShapes = {
  hello: z.object({
    echo: text,
    engine: z.object({ version: text, edition: text, languageMode: text }),
    process: z.object({ pid: z.number(), startedAt: text }),
    identity: z.object({ name: text, elevated: z.boolean() }),
    clock: text,
    machine: z.object({ name: text, domain: text, guid: text, installedAt: text }),
    lock: lockShape.nullable(),
    runs: z.array(runShape),
    hives: z.array(z.object({ sid: text, name: text, alive: z.boolean() })),
  }),
  observe: z.object({ facts: z.array(factShape) }),
  get: z.object({ states: z.array(stateShape) }),
  begin: z.object({ record: text }),
  set: z.object({ found: stateShape, now: stateShape }),
  try: z.object({ found: stateShape, now: stateShape }),
  effect: z.union([
    z.object({ before: standingShape, after: standingShape }),
    z.object({ bootedAt: text, due: text }),
  ]),
  claim: z.object({ former: z.enum(['none', 'gone', 'ended']), epoch: z.number() }),
  undo: undoReportShape,
  keep: z.object({ record: z.literal('kept') }),
  records: z.object({ known: z.array(runShape), records: z.array(recordShape) }),
  adopt: z.object({ record: z.literal('kept') }),
  release: z.object({ lock: z.null() }),
  prune: z.object({ pruned: z.array(text), left: z.array(z.object({ run: text, why: text })) }),
  guard: z.object({ seconds: z.number() }),
  timed: z.object({ seconds: z.number(), due: text }),
  yield: z.object({ record: z.literal('open') }),
  confirm: z.object({ record: z.literal('kept'), guard: removalShape }),
  guards: z.object({ guards: z.array(guardShape) }),
  disarm: z.object({ guard: removalShape }),
  mount: z.object({
    outcome: z.enum(['mounted', 'loaded', 'in-use', 'unreachable']),
    name: text,
    why: text,
  }),
  unmount: z.object({
    hives: z.array(
      z.object({
        sid: text,
        name: text,
        outcome: z.enum(['unmounted', 'left']),
        why: text,
        loggedOn: z.boolean(),
      }),
    ),
  }),
  bye: z.object({ undone: undoReportShape.nullable() }),
};
