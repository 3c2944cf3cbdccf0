import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { UsageError } from '../../../model/errors.ts';
import { isPlainObject } from '../../../model/json.ts';
import { asciiJson, mark, unmark } from '../../../model/line.ts';
import { HOST_STATE_SCHEMA, type HostState } from './state.ts';
import { checkState } from './state-schema.ts';

/** The host as it lies on disk. All of it is synchronous: a request of one session cannot tear that of another. */
export interface StateFile {
  /** One object for the life of the file; `refresh` replaces what is in it. */
  readonly state: HostState;
  /** Takes over what somebody else has written since. */
  refresh(): void;
  /** Forgets what was not saved. */
  reload(): void;
  /** Temp file and rename, mode 0600; does nothing when nothing changed. */
  save(): void;
}

let temporaryFiles = 0;

/** Rejects with UsageError when there is no such file or it holds no host state. */
export async function openStateFile(path: string): Promise<StateFile> {
  const parse = await parserFor(readText(path));
  const state = parseState(path, readText(path), parse);
  let stamp = stampOf(path);
  let saved = textOf(state);

  const reload = (): void => {
    stamp = stampOf(path);
    const fresh = parseState(path, readText(path), parse);
    for (const key of Object.keys(state)) Reflect.deleteProperty(state, key);
    Object.assign(state, fresh);
    saved = textOf(state);
  };
  return {
    state,
    reload,
    refresh: () => {
      if (stampOf(path) !== stamp) reload();
    },
    save: () => {
      const text = textOf(state);
      if (text === saved) return;
      temporaryFiles += 1;
      const temporary = `${path}.${process.pid}-${temporaryFiles}.tmp`;
      writeFileSync(temporary, text, { mode: 0o600 });
      renameSync(temporary, path);
      saved = text;
      stamp = stampOf(path);
    },
  };
}

type Parse = (text: string) => unknown;

/** YAML is loaded only for a file that people wrote; a file of ours is JSON from its first character. */
async function parserFor(text: string): Promise<Parse> {
  if (text.trimStart().startsWith('{') && isJson(text)) return JSON.parse;
  const yaml = await import('yaml');
  return (content) => (isJson(content) ? JSON.parse(content) : yaml.parse(content));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseState(path: string, text: string, parse: Parse): HostState {
  let value: unknown;
  try {
    value = parse(text);
    if (isPlainObject(value) && value.schema === `=${HOST_STATE_SCHEMA}`) value = unmark(value);
  } catch (cause) {
    throw new UsageError(`${path}: not a state file (${firstLine(cause)}). See docs/host-state.md.`, {
      cause,
    });
  }
  const checked = checkState(value);
  if ('mistake' in checked)
    throw new UsageError(`${path}: not a state file: ${checked.mistake}. See docs/host-state.md.`);
  return checked.state;
}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(
      `${path}: the state file cannot be read (${firstLine(cause)}). Name one that exists, in the inventory or with --state.`,
      { cause },
    );
  }
}

const textOf = (state: HostState): string => `${asciiJson(mark(state))}\n`;

function stampOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${ino}:${size}:${mtimeMs}`;
}

/** A reader of YAML draws the place below its words. */
const firstLine = (cause: unknown): string =>
  ((cause as Error).message.split('\n')[0] ?? '').replace(/:$/, '');
