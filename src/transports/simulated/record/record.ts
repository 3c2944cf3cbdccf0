import type { EffectKind, RebootRequested, RestartTarget, ServiceStanding } from '../../../model/effect.ts';
import { HostError } from '../../../model/errors.ts';
import type { HostChange, RecordState, Speaker } from '../../../model/host-record.ts';
import { isPlainObject } from '../../../model/json.ts';
import { asciiJson, mark, unmark } from '../../../model/line.ts';
import type { State } from '../../../model/state.ts';
import type { HostState } from '../state/state.ts';
import type { Session } from '../state/work.ts';
import { readFile, refusePlanted, writeFile } from '../windows/files.ts';
import { useReserve } from './reserve.ts';

/** The host's own record below %ProgramData%\Setright: one folder a run. */
export interface HostRecord {
  readonly schema: 'setright/host-record@1';
  readonly run: string;
  readonly speaker: Speaker;
  readonly at: string;
  readonly process: { readonly pid: number; readonly startedAt: string };
  readonly changes: readonly HostChange[];
}

export interface Step {
  readonly n: number;
  readonly at: string;
  readonly step: string;
  readonly change?: string;
  readonly now?: State;
  readonly outcome?: string;
  readonly notInForce?: readonly string[];
  /** Of an effect. */
  readonly id?: string;
  readonly kind?: EffectKind;
  readonly target?: RestartTarget;
  readonly after?: RebootRequested;
  readonly before?: readonly ServiceStanding[];
  /** Of a guard. */
  readonly seconds?: number;
  /** Of a timed undo. */
  readonly due?: string;
}

export const recordPath = (run: string): string => `C:\\ProgramData\\Setright\\${run}\\record.json`;

export function parseFile(text: string): Record<string, unknown> | undefined {
  try {
    const value = unmark(JSON.parse(text));
    return isPlainObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const fileText = (value: unknown): string => `${asciiJson(mark(value))}\n`;

export function recordedRuns(state: HostState): readonly string[] {
  refusePlanted(state, '');
  return state.files.flatMap(({ path }) => /^([^\\]+)\\record\.json$/i.exec(path)?.[1] ?? []);
}

/** Every set of a run reads the same record: it is read each time, and parsed anew only when its text is another. */
let lastRead: { readonly text: string; readonly record: Record<string, unknown> | undefined } = {
  text: '',
  record: undefined,
};

/** Undefined when the host has no record of the run; `record-failed` when there is one that cannot be read. */
export function findRecord(state: HostState, run: string): HostRecord | undefined {
  const text = readFile(state, `${run}\\record.json`);
  if (text === undefined) return undefined;
  if (text !== lastRead.text) lastRead = { text, record: parseFile(text) };
  const { record } = lastRead;
  if (record?.schema !== 'setright/host-record@1' || !Array.isArray(record.changes))
    throw new HostError('record-failed', `The record of run ${run} on this host cannot be read.`);
  return record as unknown as HostRecord;
}

/** A last line without its end was cut off while it was written: it never was. */
export function stepsOf(state: HostState, run: string): readonly Step[] {
  const lines = (readFile(state, `${run}\\steps.ndjson`) ?? '').split('\n').slice(0, -1);
  return lines.map((line) => {
    const step = parseFile(line);
    if (!step) throw new HostError('record-failed', `The steps of run ${run} on this host cannot be read.`);
    return step as unknown as Step;
  });
}

export function appendStep(session: Session, run: string, step: string, more: object): void {
  if (session.room <= 0) throw new HostError('record-failed', 'The host was told not to write this.');
  session.room -= 1;
  const path = `${run}\\steps.ndjson`;
  const text = readFile(session.state, path) ?? '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const n = whole.split('\n').length;
  const entry = fileText({ n, at: session.now(), step, ...more });
  useReserve(session.state, run, () => writeFile(session.state, path, whole + entry));
}

const ENDS = ['kept', 'restored', 'stuck', 'timed-fired'];

export function recordStateOf(steps: readonly Step[]): RecordState {
  const last = steps.findLast(({ step }) => ENDS.includes(step))?.step;
  // A kept run that is being taken back has no end until that has one.
  return last === undefined || last === 'timed-fired' ? 'open' : (last as RecordState);
}

export const lastStepOf = (state: HostState, run: string, change: string): Step | undefined =>
  stepsOf(state, run).findLast((step) => step.change === change);

/** A change that was tried and not set whole reads as nobody wanted it: its run is not handed over, nor kept. */
export function refuseHalfway(state: HostState, run: string): void {
  const last = new Map(stepsOf(state, run).map(({ change, step }) => [change, step]));
  for (const [change, step] of last)
    if (step === 'tried')
      throw new HostError('out-of-turn', `Change ${change} was tried and is not set yet.`);
}

/** Effects that were begun and neither ended nor taken up by an undo. */
export function openEffects(steps: readonly Step[]): readonly Step[] {
  const ended = steps
    .filter(({ step }) => step === 'effect-done' || step === 'effect-undone')
    .map(({ id }) => id);
  return steps.filter(({ step, id }) => step === 'effect-intended' && !ended.includes(id));
}
