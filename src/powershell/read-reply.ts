import type { z } from 'zod';
import { GarbledError } from '../model/errors.ts';
import type { Replies, Verb } from '../model/line.ts';
import { replyShapes } from './reply-shapes.ts';

/** A reply of the right shape, or a GarbledError that names the member that is wrong and never its value. */
export function readReply<V extends Verb>(verb: V, reply: unknown): Replies[V] {
  return checked(replyShapes[verb], reply, `the reply to ${verb}`) as Replies[V];
}

function checked(shape: z.ZodType, value: unknown, what: string): unknown {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.map(String).join('.');
  throw new GarbledError(
    `${what} is not of the shape of this protocol${where ? ` (at ${where.slice(0, 200)})` : ''}`,
  );
}
