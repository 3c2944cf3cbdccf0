import { HostError } from '../../model/errors.ts';
import { isPlainObject } from '../../model/json.ts';
import { unmark } from '../../model/line.ts';

export const LINE_LIMIT = 4 * 1024 * 1024;
export const REPLY_LIMIT = 8 * 1024 * 1024;
const DEPTH_LIMIT = 20;

export interface RequestLine {
  readonly n: number;
  readonly verb: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Throws `malformed` or `too-large` for what is no request. */
export function readRequest(line: string): RequestLine {
  if (line.length > LINE_LIMIT || depthOf(line) > DEPTH_LIMIT)
    throw new HostError('too-large', 'A request has at most 4 MB and 20 levels.');
  if (/[^\t\r\x20-\x7e]/.test(line)) throw new HostError('malformed', 'A request is a line of ASCII.');
  const value = parse(line);
  const { n, verb, ...body } = isPlainObject(value) ? value : {};
  if (!Number.isSafeInteger(n) || Number(n) < 1 || typeof verb !== 'string')
    throw new HostError('malformed', 'A request is a JSON object with n and verb.');
  return { n: Number(n), verb, body };
}

function parse(line: string): unknown {
  try {
    return unmark(JSON.parse(line, refuseInfinity));
  } catch {
    // What the parser says quotes the line, and in that may be what nobody is to read.
    throw new HostError('malformed', 'Not a line of marked JSON.');
  }
}

/** 1e999 is JSON, and no number that anybody could hold. */
function refuseInfinity(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('a number is out of range');
  return value;
}

/** Counted on the text: a parser that is asked first may have given up already. */
function depthOf(line: string): number {
  let [depth, deepest, inText] = [0, 0, false];
  for (let position = 0; position < line.length; position += 1) {
    const character = line[position];
    if (character === '"') inText = !inText;
    else if (inText) position += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}
