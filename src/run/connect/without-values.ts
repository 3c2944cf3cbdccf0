import { isPlainObject } from '../../model/json.ts';

/** The message as a log may show it when it carries sensitive states: each state says what it is, and not what it holds. */
export function withoutValues(message: unknown): unknown {
  if (Array.isArray(message)) return message.map(withoutValues);
  if (!isPlainObject(message)) return message;
  if (message.status === 'present') return { status: 'present', value: '[REDACTED]' };
  return Object.fromEntries(Object.entries(message).map(([key, member]) => [key, withoutValues(member)]));
}
