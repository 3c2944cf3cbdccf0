import { z } from 'zod';
import type { Json } from '../model/json.ts';
import type { StatedState } from '../model/stated-state.ts';

const text = z.string().max(32_767);
const data = z.union([z.string(), z.number(), z.array(z.string())]);

const resource = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('registry-value'),
    hive: z.enum(['HKLM', 'HKU']),
    key: text.min(1),
    name: text,
    view: z.union([z.literal(32), z.literal(64)]),
  }),
  z.strictObject({ kind: z.literal('service-status'), service: text.min(1) }),
  z.strictObject({ kind: z.literal('service-start-type'), service: text.min(1) }),
]);

const want = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('absent'), missing: z.literal('value') }),
  z.strictObject({
    status: z.literal('present'),
    value: z.union([z.string(), z.strictObject({ kind: z.string(), data })]),
  }),
]);

/** Whether Windows can hold what is wanted is the resource's own to say; here it only has to be a state. */
const statedStates = z
  .array(
    z.strictObject({
      resource,
      want,
      reason: z.string().min(1),
      sensitive: z.boolean(),
      restart: z.string().min(1).exactOptional(),
    }),
  )
  .min(1);

/** The list as it is, or what is wrong with it and where. */
export function readStatedStates(value: Json): readonly StatedState[] | { readonly refused: string } {
  const { success, data: states, error } = statedStates.safeParse(value);
  if (success) return states;
  const [issue] = error.issues;
  return {
    refused: `${(issue?.path ?? []).join('.') || 'the list'}: ${issue?.message ?? 'not a list of states'}`,
  };
}
