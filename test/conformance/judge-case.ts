import { isPlainObject } from '../../src/model/json.ts';
import { unmark } from '../../src/model/line.ts';
import type { HostState } from '../../src/transports/simulated/state/state.ts';
import type { Answer, Case, Settings, Step } from './case.ts';
import { createFrameCursor, type Framed } from './frame-cursor.ts';
import { frameOf } from './line-client.ts';
import { mismatches } from './matchers.ts';
import type { CaseRun, SessionRun } from './play-case.ts';

/** Everything in a run that is not as its case demands; empty when the host kept its promise. */
export function judgeCase(judged: Case, run: CaseRun): readonly string[] {
  const frames = run.sessions.map((session) => framesOf(session, run.nonce));
  return [
    ...frames.flatMap((session) => session.flatMap(({ raw }) => unsafe(raw))),
    ...judgeSteps(judged.steps, run, frames),
    ...judgeSettings(judged.settings ?? {}, run.finalState),
    ...Object.entries(judged.files ?? {}).flatMap(([path, expected]) =>
      mismatches(expected, parsedFile(run.finalState, path), path),
    ),
    ...judgeWrites(judged.writes, run.finalState.writes),
  ];
}

export function framesOf(session: SessionRun, nonce: string): readonly Framed[] {
  return session.rawReplies.flatMap((line) => {
    const raw = frameOf(nonce, line) ?? frameOf('', line);
    const frame = raw === undefined ? undefined : unmark(JSON.parse(raw));
    return raw !== undefined && isPlainObject(frame) ? [{ raw, frame }] : [];
  });
}

/** A frame is one line of ASCII that nothing on the way could take for code. */
const unsafe = (raw: string): readonly string[] =>
  /[^\x20-\x7e]|['`$]/.test(raw) ? [`a frame holds what must be escaped: ${raw.slice(0, 200)}`] : [];

function judgeSteps(
  steps: readonly Step[],
  run: CaseRun,
  frames: readonly (readonly Framed[])[],
): readonly string[] {
  const found: string[] = [];
  let [session, asked] = [0, 0];
  let cursor = createFrameCursor(frames[0] ?? []);
  const judge = (answer: Answer, n: number, where: string): void => {
    const { frame, progress } = cursor.next();
    found.push(
      ...judgeAnswer(answer, n, frame, where),
      ...judgeProgress(answer.progress ?? 0, n, progress, where),
    );
  };
  for (const [index, step] of steps.entries()) {
    const where = `step ${index + 1}`;
    if ('fresh' in step) {
      found.push(...cursor.leftOver(where));
      [session, asked] = [session + 1, 0];
      cursor = createFrameCursor(frames[session] ?? []);
    } else if ('ask' in step) judge(step, ++asked, `${where} (${step.about ?? step.ask})`);
    else if ('line' in step) judge(step, step.n, `${where} (${step.about ?? 'line'})`);
    else if ('refused' in step) found.push(...mismatches(step.refused, cursor.next().frame, where));
    else if ('close' in step && step.notice !== null)
      found.push(...mismatches({ n: 0, notice: step.notice }, cursor.next().frame, where));
    if ('exit' in step && step.exit !== undefined)
      found.push(...mismatches(step.exit, run.sessions[session]?.exitCode, `${where}: exit code`));
  }
  return [...found, ...cursor.leftOver('the end')];
}

function judgeProgress(
  least: number,
  n: number,
  progress: readonly Record<string, unknown>[],
  where: string,
): readonly string[] {
  const frame = { n, progress: { step: { $: 'text' }, seconds: { $: 'seconds' } } };
  const wrong = progress.flatMap((each) => mismatches(frame, each, `${where}: progress`));
  return progress.length < least ? [...wrong, `${where}: ${progress.length} progress frames`] : wrong;
}

function judgeAnswer(
  answer: Answer,
  n: number,
  frame: Record<string, unknown> | undefined,
  where: string,
): readonly string[] {
  if (answer.error === undefined) return mismatches({ n, reply: answer.reply ?? { $: 'any' } }, frame, where);
  const error = { code: answer.error, message: { $: 'text' }, data: answer.data ?? { $: 'any' } };
  return mismatches({ n, error }, frame, where);
}

function judgeSettings(settings: Settings, state: HostState): readonly string[] {
  const registry = Object.entries(settings.registry ?? {}).flatMap(([path, expected]) => {
    const start = path.toUpperCase();
    const exists = state.registry.some((key) => `${key.path.toUpperCase()}\\`.startsWith(`${start}\\`));
    const key = state.registry.find((candidate) => candidate.path.toUpperCase() === start);
    const values = (key?.values ?? []).map(({ name, kind, data }) => [name, [kind, data]]);
    return mismatches(expected, exists ? Object.fromEntries(values) : null, path);
  });
  const services = Object.entries(settings.services ?? {}).flatMap(([name, expected]) =>
    mismatches(
      { $: 'has', members: expected },
      state.services.find((service) => service.name === name),
      name,
    ),
  );
  const hives = Object.entries(settings.hives ?? {}).flatMap(([file, expected]) => {
    const hive = state.hives?.find((each) => each.file === file);
    const isThere = hive !== undefined && hive.mountedAs === undefined;
    const keys = (hive?.keys ?? []).map(({ path, values }) => [
      path,
      Object.fromEntries(values.map(({ name, kind, data }) => [name, [kind, data]])),
    ]);
    return mismatches(expected, isThere ? Object.fromEntries(keys) : null, file);
  });
  return [...registry, ...services, ...hives];
}

export function parsedFile(state: HostState, path: string): unknown {
  const file = state.files.find((candidate) => candidate.path.toUpperCase() === path.toUpperCase());
  if (!file) return null;
  if (/\.(reg|txt)$/i.test(path)) return file.text;
  if (!path.endsWith('.ndjson')) return unmark(JSON.parse(file.text));
  return file.text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => unmark(JSON.parse(line)));
}

function judgeWrites(expected: Case['writes'], writes: number): readonly string[] {
  if (expected === 'none') return mismatches(0, writes, 'writes');
  if (expected === 'some' && writes === 0) return ['nothing was written'];
  return [];
}
