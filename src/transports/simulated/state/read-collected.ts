import { z } from 'zod';
import { COLLECTED_SCHEMA, type Looked } from '../../../model/collected.ts';
import { UsageError } from '../../../model/errors.ts';
import { isPlainObject } from '../../../model/json.ts';
import { unmark } from '../../../model/line.ts';
import { HOST_STATE_SCHEMA, type HostState, type Process } from './state.ts';
import { checkState } from './state-schema.ts';

/** A collected file: what a host said of itself, and what it was asked. */
export interface Collected {
  readonly state: HostState;
  readonly looked: Looked;
}

const MEMBERS = [
  'machine',
  'engine',
  'identity',
  'os',
  'bootedAt',
  'registry',
  'services',
  'processes',
  'connections',
  'portRanges',
  'disk',
  'events',
  'accounts',
] as const;

const collected = z.strictObject({
  schema: z.literal(COLLECTED_SCHEMA),
  at: z.iso.datetime(),
  hours: z.number().int().positive(),
  lines: z.array(z.string()),
  failed: z.array(z.strictObject({ line: z.string(), why: z.string() })),
  host: z.partialRecord(z.enum(MEMBERS), z.unknown()),
});

/** Undefined when this is no file of the collector's; UsageError when it is a damaged one. */
export function readCollected(path: string, text: string): Collected | undefined {
  const value = parsed(text);
  if (!isPlainObject(value) || value.schema !== `=${COLLECTED_SCHEMA}`) return undefined;
  const mistake = (why: string) =>
    new UsageError(`${path}: not what the collector wrote (${why}); run it once more on that host`);
  const unmarked = withoutMarks(value);
  if (unmarked === undefined) throw mistake('a text in it has lost its mark');
  const outer = collected.safeParse(unmarked);
  if (!outer.success) {
    const [first] = outer.error.issues;
    throw mistake(`${first?.path.join('.')}: ${first?.message}`);
  }
  const { at, hours, lines, failed, host } = outer.data;
  const inner = checkState({ ...host, schema: HOST_STATE_SCHEMA, clock: at });
  if ('mistake' in inner) throw mistake(inner.mistake);
  const processes = inner.state.processes.map((process) => sinceStart(process, at));
  return { state: { ...inner.state, processes }, looked: { lines, failed, hours } };
}

/** A state file has what a process held when it started; the collector saw what it holds now. */
function sinceStart(process: Process, at: string): Process {
  const { growsBy, privateBytes = 0, ...rest } = process;
  const seconds = (Date.parse(at) - Date.parse(process.startedAt)) / 1000;
  if (growsBy === undefined || Number.isNaN(seconds)) return { ...rest, privateBytes };
  return { ...rest, growsBy, privateBytes: privateBytes - Math.floor(growsBy * seconds) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withoutMarks(value: unknown): unknown {
  try {
    return unmark(value);
  } catch {
    return undefined;
  }
}
