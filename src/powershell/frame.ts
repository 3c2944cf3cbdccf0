import { GarbledError } from '../model/errors.ts';
import { isPlainObject } from '../model/json.ts';
import { type Frame, unmark } from '../model/line.ts';

const NESTING = 24;
/** What a host is at work on, in a few words. */
const STEP = 2_000;

/** The text between the nonces. Whatever a host puts there becomes a frame or a GarbledError. */
export function parseFrame(json: string): Frame {
  if (nestingOf(json) > NESTING) throw new GarbledError('the host sent a frame that is nested too deeply');
  let value: unknown;
  try {
    value = unmark(JSON.parse(json));
  } catch (cause) {
    throw new GarbledError('the host sent a frame that is not the JSON of this protocol', { cause });
  }
  const frame = asFrame(value);
  if (!frame) throw new GarbledError('the host sent a frame of no known shape');
  return frame;
}

function asFrame(value: unknown): Frame | undefined {
  if (!isPlainObject(value)) return undefined;
  const { n, progress, reply, error, notice } = value;
  if (typeof n !== 'number' || !Number.isSafeInteger(n) || n < 0) return undefined;
  if (Object.keys(value).length !== 2) return undefined;
  if (isPlainObject(reply)) return { n, reply };
  if (isPlainObject(notice) && n === 0) return { n, notice };
  if (
    isPlainObject(progress) &&
    typeof progress.step === 'string' &&
    progress.step.length <= STEP &&
    typeof progress.seconds === 'number'
  )
    return { n, progress: { step: progress.step, seconds: progress.seconds } };
  if (isPlainObject(error) && typeof error.code === 'string' && typeof error.message === 'string')
    return { n, error: { code: error.code, message: error.message, data: error.data ?? {} } };
  return undefined;
}

/** Brackets outside strings, counted before any parser sees them. */
function nestingOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return deepest;
}
