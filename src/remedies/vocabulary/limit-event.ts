import type { EventsFact } from '../../model/fact.ts';

/** One event 9646: who asked for one object too many, of which type, and what the maximum was when it happened. */
export interface LimitEvent {
  readonly at: string;
  readonly user: string;
  readonly maximum: number;
  readonly type: string;
}

/** Only this type is governed by "Maximum Allowed Sessions Per User". */
const SESSION = 'session';
const TYPE = /^(session|objt[a-z]+)$/i;
const NUMBER = /^\d{1,10}$/;
/** The text itself is a quarter of this; the rest of a longer one is not searched, so that no text makes the search slow. */
const MESSAGE_CHARACTERS = 2048;
const MESSAGE = /"([^"]*)"[^"]*?\b(\d{1,10})\b[^"]*"(session|objt[a-z]+)"/i;

/** Exchange 2010 and later put the session in front: `ba765653-5439-437a-993f-806575b85fbb: /o=Corp/...`. No two events share one. */
const SESSION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:\s*(?=\S)/i;

export const isSession = ({ type }: LimitEvent): boolean => type.toLowerCase() === SESSION;

/**
 * Reads event 9646 from its insertion strings (distinguished name, maximum, object type), which no system translates; when they
 * are not as printed, from wherever the type stands among them, and then from the message. Undefined when none of it fits.
 */
export function limitEvent(event: EventsFact['newest'][number]): LimitEvent | undefined {
  return fromProperties(event.at, event.properties) ?? fromMessage(event.at, event.message);
}

function fromProperties(at: string, properties: readonly string[]): LimitEvent | undefined {
  const texts = properties.map((property) => property.trim().replace(SESSION_ID, ''));
  const type =
    texts.find((text, index) => TYPE.test(text) && NUMBER.test(texts[index - 1] ?? '')) ??
    texts.find((text) => TYPE.test(text));
  const maximum = texts.find((text) => NUMBER.test(text));
  if (type === undefined || maximum === undefined) return undefined;
  const user =
    texts.find((text) => text.startsWith('/')) ?? texts.find((text) => text !== type && text !== maximum);
  return { at, user: user ?? '', maximum: Number(maximum), type };
}

function fromMessage(at: string, message: string): LimitEvent | undefined {
  const [, user, maximum, type] = MESSAGE.exec(message.slice(0, MESSAGE_CHARACTERS)) ?? [];
  return user === undefined || maximum === undefined || type === undefined
    ? undefined
    : { at, user: user.trim().replace(SESSION_ID, ''), maximum: Number(maximum), type };
}

/** How often each text occurs, most often first; equals in the order in which they were met. */
export function tally(texts: readonly string[]): readonly (readonly [text: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
