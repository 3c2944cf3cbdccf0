/** The prelude of a session, cut out of the first characters of stdin: nonce, length, the runtime's text. */
export interface Prelude {
  readonly nonce: string;
  readonly rest: string;
}

/** Undefined while it is not complete. All of it is ASCII, so that characters are bytes. */
export function readPrelude(text: string): Prelude | undefined {
  const nonceEnd = text.indexOf('\n');
  const lengthEnd = text.indexOf('\n', nonceEnd + 1);
  if (nonceEnd < 0 || lengthEnd < 0) return undefined;
  const length = Number(text.slice(nonceEnd + 1, lengthEnd));
  const end = lengthEnd + 1 + length;
  if (!Number.isSafeInteger(length) || text.length <= end) return undefined;
  return { nonce: text.slice(0, nonceEnd).trim(), rest: text.slice(end + 1) };
}
