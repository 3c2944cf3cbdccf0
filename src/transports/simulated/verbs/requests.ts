import { z } from 'zod';
import type { EffectKind } from '../../../model/effect.ts';
import { HostError } from '../../../model/errors.ts';
import { TIMED_UNDO } from '../../../model/guard.ts';
import { refuseUnknownKind, resourceKinds } from '../windows/resources.ts';

/** What each verb needs in its body. Members that are not named here are ignored. */
const speaker = z.object({ version: z.string(), controller: z.string(), person: z.string() });
const json: z.ZodType<unknown> = z.unknown();

const state = z.discriminatedUnion('status', [
  z.object({ status: z.literal('absent'), missing: z.string(), from: z.string().optional() }),
  z.object({ status: z.literal('unreadable'), why: z.string() }),
  z.object({ status: z.literal('present'), value: json }),
]);

const sid = z.string().regex(/^(default|S-1-\d+(-\d+){1,15})$/);

const resource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('registry-value'),
    hive: z.enum(['HKLM', 'HKU']),
    key: z.string(),
    name: z.string(),
    view: z.union([z.literal(32), z.literal(64)]),
  }),
  z.object({
    kind: z.literal('user-registry-value'),
    sid,
    profile: z.string(),
    key: z.string(),
    name: z.string(),
  }),
  z.object({ kind: z.literal('service-status'), service: z.string() }),
  z.object({ kind: z.literal('service-start-type'), service: z.string() }),
  z.object({
    kind: z.literal('tcp-port-range'),
    family: z.enum(['IPv4', 'IPv6']),
    protocol: z.enum(['TCP', 'UDP']),
  }),
  z.object({
    kind: z.literal('interface-mtu'),
    interface: z.int().positive().max(4_294_967_295),
    family: z.enum(['IPv4', 'IPv6']),
  }),
]);

/** No time on the line is longer than the longest timed undo. */
const seconds = z.number().nonnegative().max(TIMED_UNDO.longest);
const timeSpan = seconds.positive();

/** A run's name is a folder on the host. */
const run = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const effectTargets: { readonly [K in EffectKind]: z.ZodType } = {
  'service.restart': z.object({ service: z.string(), deadlineSeconds: seconds }),
  reboot: z.object({ delaySeconds: z.int().min(0).max(3600) }),
};

export const bodies = {
  hello: z.object({
    speaker,
    echo: z.string(),
    about: z.array(z.string()),
    narrow: z.literal(true).optional(),
  }),
  observe: z.object({
    questions: z.array(z.object({ fact: z.string(), ask: z.record(z.string(), json) })),
  }),
  get: z.object({ resources: z.array(resource) }),
  begin: z.object({
    run,
    speaker,
    leaseSeconds: timeSpan,
    changes: z
      .array(z.object({ id: z.string(), resource, before: state, after: state }))
      .refine((changes) => new Set(changes.map(({ id }) => id)).size === changes.length, 'ids must differ'),
    breaks: z.string().optional(),
  }),
  set: z.object({ run, change: z.string(), expect: state, want: state }),
  try: z.object({ run, change: z.string(), expect: state, want: state }),
  effect: z
    .object({ run, id: z.string(), kind: z.string(), target: z.record(z.string(), json) })
    .superRefine(({ kind, target }, context) => {
      const shape = Object.hasOwn(effectTargets, kind) ? effectTargets[kind as EffectKind] : undefined;
      if (shape && !shape.safeParse(target).success)
        context.addIssue({ code: 'custom', path: ['target'], message: `not the target of ${kind}` });
    }),
  claim: z.object({ run, speaker, patienceSeconds: seconds }),
  undo: z.object({ run }),
  keep: z.object({ run, notInForce: z.array(z.string()) }),
  records: z.object({ runs: z.array(z.string()) }),
  adopt: z.object({ run, notInForce: z.array(z.string()) }),
  release: z.object({ run: z.string() }),
  prune: z.object({ runs: z.array(z.string()) }),
  guard: z.object({ run, seconds: timeSpan }),
  timed: z.object({ run, seconds: timeSpan }),
  yield: z.object({ run }),
  confirm: z.object({ run, notInForce: z.array(z.string()) }),
  guards: z.object({ runs: z.array(z.string()) }),
  disarm: z.object({ run }),
  mount: z.object({ sid, leaseSeconds: timeSpan }),
  unmount: z.object({ sid: z.string() }),
  bye: z.object({}),
} as const;

/** The body as its verb needs it, or `malformed`; `unknown-kind` for a resource that this host has no word for. */
export function checkBody<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  refuseUnknownResources(body);
  const checked = schema.safeParse(body);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  throw new HostError('malformed', `${issue?.path.join('.')}: ${issue?.message}`);
}

const listed = z.object({ resources: z.array(z.unknown()) });
const changing = z.object({ changes: z.array(z.object({ resource: z.unknown() })) });
const ofAnyKind = z.object({ kind: z.string() });

/** The first that is of no known kind, or of no shape at all, is what is told. */
function refuseUnknownResources(body: unknown): void {
  const resources = listed.safeParse(body).data?.resources ?? [];
  const changed = changing.safeParse(body).data?.changes.map((change) => change.resource) ?? [];
  for (const each of [...resources, ...changed]) {
    const named = ofAnyKind.safeParse(each);
    if (named.success) refuseUnknownKind(named.data.kind, resourceKinds);
    if (!resource.safeParse(each).success) return;
  }
}
