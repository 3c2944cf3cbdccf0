import type { HostStory, SettledState } from '../journal/run-story.ts';
import type { UndoneChange } from '../model/host-record.ts';
import type { RunHeader } from '../model/journal.ts';
import { printable } from '../model/printable.ts';
import type { SettledLater } from '../run/apply/settled-later.ts';
import { typeOf } from '../run/tables.ts';
import type { Look, Tone } from './look.ts';
import { describeShown } from './plan-text.ts';
import { indented } from './wrap.ts';

/** A run as its journal tells it, with what later runs made of its loose ends. */
export interface ToldRun {
  readonly header: RunHeader;
  readonly stories: readonly HostStory[];
  readonly settled: ReadonlyMap<string, SettledLater>;
  /** From this record on the journal is not as it was written: what is told from there on may be false. */
  readonly broken: { readonly n: number; readonly why: string } | undefined;
  /** Of the newest record. */
  readonly head: string;
  /** The journal has a last word: the controller did not die in the middle. */
  readonly isEnded: boolean;
}

const tones: Readonly<Record<HostStory['end'], Tone>> = {
  nothing: 'dim',
  kept: 'good',
  restored: 'warn',
  stuck: 'bad',
  unfinished: 'bad',
};

export function toldRunText(told: ToldRun, look: Look): string {
  const { header, stories, head, isEnded, broken } = told;
  const what = header.plan.undoes === undefined ? header.verb : `${header.verb} of run ${header.plan.undoes}`;
  return [
    ...(broken ? [brokenText(broken, look)] : []),
    indented(
      `Run ${header.run}: ${what}, begun ${header.startedAt} by ${printable(header.person)} at ${printable(header.controller)}${header.verb === 'recover' ? '' : `, plan ${header.plan.id}`}`,
      look.width,
      0,
      2,
    ),
    ...(isEnded ? [] : [look.paint('bad', 'Its journal has no end: the controller stopped in the middle.')]),
    `head of its chain ${head}`,
    ...stories.map((story) => storyText(story, told, look)),
  ].join('\n');
}

function brokenText({ n, why }: NonNullable<ToldRun['broken']>, look: Look): string {
  const text = `This journal does not hold from record ${n} on: ${why}. Do not rely on what follows.`;
  return look.paint('bad', indented(printable(text), look.width, 0, 2));
}

function storyText(story: HostStory, { settled }: ToldRun, look: Look): string {
  const line = (text: string, indent = 2) => indented(printable(text), look.width, indent, 2);
  const { host, end, changes, outcome } = story;
  return [
    '',
    `${look.paint('bold', printable(host))}: ${look.paint(tones[end], end)}`,
    ...(outcome ? [line(outcome.summary)] : []),
    ...changes.flatMap((change) => [
      line(`${change.id} ${typeOf(change.resource).describe(change.resource)}`),
      line(
        `${describeShown(change.resource, change.before)} → ${describeShown(change.resource, change.after)}: ${whatBecame(story, change.id)}`,
        5,
      ),
    ]),
    ...(end === 'kept' && story.undoDue !== undefined
      ? [line(forATime(host, story.undoDue, settled.get(host)))]
      : []),
    ...story.effectsDone.map((effect) => line(`effect ${effect} done`)),
    ...story.settled.map(({ of, state }) => line(`run ${of}: ${settledText[state]}`)),
    ...(story.pruned.length > 0 ? [line(`records removed: ${story.pruned.join(', ')}`)] : []),
    ...(end === 'unfinished' ? [line(looseEnd(settled.get(host)))] : []),
  ].join('\n');
}

const settledText: Readonly<Record<SettledState, string>> = {
  kept: 'its values hold and are kept',
  restored: 'undone, restored',
  stuck: 'could not be undone whole',
  nothing: 'had written nothing there',
};

const undoneText: Readonly<Record<UndoneChange['outcome'], string>> = {
  restored: 'restored',
  already: 'read as before, nothing had to be put back',
  untouched: 'never begun',
  conflict: 'conflict, left alone',
  unreadable: 'unreadable, left alone',
  failed: 'could not be put back',
};

function whatBecame({ begun, end, undone, notInForce }: HostStory, change: string): string {
  const undoing = undone?.changes.find((each) => each.change === change);
  if (undoing) return `${undoneText[undoing.outcome]}${undoing.why ? ` (${undoing.why})` : ''}`;
  if (!begun.includes(change)) return 'never begun';
  if (end !== 'kept') return 'announced; what became of it was not heard';
  return notInForce.includes(change) ? 'set and verified, not in force' : 'set and verified';
}

const forATime = (host: string, due: string, settled: SettledLater | undefined): string =>
  settled
    ? `Was kept for a time, and is taken back: ${settled.state}, as run ${settled.run} found or made it.`
    : `For a time: the host takes it back by itself at ${due}. \`setright guard list ${host}\` shows what came of it.`;

const looseEnd = (settled: SettledLater | undefined): string =>
  settled
    ? `settled later by run ${settled.run}: ${settled.state}`
    : `Nothing final was heard from the host and no later run settled it: \`setright recover\`, or the next apply, does.`;
