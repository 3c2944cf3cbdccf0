import { HostError } from '../../../model/errors.ts';
import { sameName } from '../../../model/windows-name.ts';
import type { HostState } from '../state/state.ts';

/** No room for what was to be written; nothing of it was. */
export class DiskFull extends HostError {
  constructor() {
    super('record-failed', 'There is not enough space on the disk.');
  }
}

function find(state: HostState, path: string) {
  refusePlanted(state, path);
  return state.files.find((file) => sameName(file.path, path));
}

/** A folder on the way to this file is not ours: what lies in it is not used, and nothing of ours comes to lie there. */
export function refusePlanted({ planted }: HostState, path: string): void {
  const folders = ['', path.slice(0, Math.max(0, path.lastIndexOf('\\')))];
  const folder = planted?.find((each) => folders.some((name) => sameName(name, each)));
  if (folder === undefined) return;
  const where = ['C:\\ProgramData\\Setright', ...(folder === '' ? [] : [folder])].join('\\');
  throw new HostError('record-failed', `${where} was made by somebody else. Look at it, then remove it`);
}

export const readFile = (state: HostState, path: string): string | undefined => find(state, path)?.text;

/** `bytes` stand for content that nobody reads. */
export function writeFile(state: HostState, path: string, text: string, bytes?: number): void {
  const file = find(state, path);
  takeRoom(state, text.length + (bytes ?? 0) - (file ? file.text.length + (file.bytes ?? 0) : 0));
  if (file) file.text = text;
  else state.files.push({ path, text, ...(bytes === undefined ? {} : { bytes }) });
}

export function removeFile(state: HostState, path: string): void {
  const file = find(state, path);
  if (!file) return;
  takeRoom(state, -file.text.length - (file.bytes ?? 0));
  state.files = state.files.filter((each) => each !== file);
}

/** Gives up so many bytes of a file, the last with the file. False when there is nothing to give up. */
export function shrinkFile(state: HostState, path: string, bytes: number): boolean {
  const file = find(state, path);
  if (!file) return false;
  const given = Math.min(bytes, file.bytes ?? 0);
  file.bytes = (file.bytes ?? 0) - given;
  takeRoom(state, -given);
  if (file.bytes === 0) removeFile(state, path);
  return true;
}

function takeRoom(state: HostState, growth: number): void {
  if (state.room === undefined) return;
  if (growth > state.room) throw new DiskFull();
  state.room -= growth;
}
