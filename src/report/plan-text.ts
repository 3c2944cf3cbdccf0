import type { Effect } from '../model/effect.ts';
import type { Change, HostPlan, Plan } from '../model/plan.ts';
import { counted, printable } from '../model/printable.ts';
import type { Advice } from '../model/remedy.ts';
import type { Resource } from '../model/resource.ts';
import type { ShownState } from '../model/state.ts';
import { guardReasons } from '../run/apply/guard.ts';
import { trialOf } from '../run/apply/set-changes.ts';
import { defaultLimits } from '../run/context.ts';
import { describeEffect, typeOf } from '../run/tables.ts';
import { durationText } from './duration-text.ts';
import type { Look, Tone } from './look.ts';
import { profilesText } from './profiles-text.ts';
import { toneOf } from './status-tone.ts';
import { indented } from './wrap.ts';

/** `whole`: everything. `titles`: advice by its title only, for where the changes are what is decided on. */
type AdviceLength = 'whole' | 'titles';

/** A plan for reading: per host first what cannot be undone, then before and after, then what is left to people. */
export function planText(
  plan: Plan,
  look: Look,
  advice: AdviceLength = 'whole',
  guardSeconds = defaultLimits.guardSeconds,
): string {
  const changes = plan.hosts.reduce((sum, host) => sum + host.changes.length, 0);
  const effects = plan.hosts.reduce((sum, host) => sum + host.effects.length, 0);
  const what = plan.undoes === undefined ? 'Plan' : `Rollback of run ${plan.undoes}: plan`;
  const { person, controller } = plan.createdBy;
  return [
    indented(
      `${what} ${plan.id} for ${counted(plan.hosts.length, 'host')}: ${counted(changes, 'change')}, ${counted(effects, 'effect')}; ` +
        `made ${plan.createdAt} by ${printable(person)} at ${printable(controller)}`,
      look.width,
      0,
    ),
    `digest ${plan.digest}`,
    ...plan.hosts.map((host) => hostText(host, plan.createdAt, look, advice, guardSeconds)),
    ...(plan.leftOut.length === 0 ? [] : ['', look.paint('bold', 'Left out')]),
    ...plan.leftOut.map(({ outcome, why, host }) =>
      indented(`${printable(host)}: ${outcome}: ${printable(why)}`, look.width, 2, 2),
    ),
  ].join('\n');
}

/** What is only tried until then leaves nothing behind. */
const backText = (change: Change): string =>
  trialOf(change) ? `${change.reversible}; wholly until it is confirmed` : change.reversible;

function hostText(
  plan: HostPlan,
  createdAt: string,
  look: Look,
  length: AdviceLength,
  guardSeconds: number,
): string {
  const isIdle = plan.changes.length + plan.effects.length + plan.conflicts.length === 0;
  if (length === 'titles' && isIdle) return `\n${look.paint('bold', printable(plan.host))}: nothing to do`;
  const { machine } = plan;
  const line = (text: string, indent: number, hang = 2) =>
    indented(printable(text), look.width, indent, hang);
  const where = `${machine.name}${machine.domain ? `, ${machine.domain}` : ''}; MachineGuid ${machine.guid}`;
  const lasting = plan.changes.filter(({ reversible }) => reversible !== 'yes');
  const section = (title: string, lines: readonly string[], tone?: Tone) => {
    const head = line(title, 2);
    return lines.length === 0 ? [] : [tone ? look.paint(tone, head) : head, ...lines];
  };
  return [
    '',
    look.paint('bold', indented(printable(`${plan.host} (${where})`), look.width, 0, 2)),
    ...(plan.hostKey ? [line(`host key ${plan.hostKey}`, 2)] : []),
    ...section(
      'Cannot be undone',
      [
        ...plan.effects.flatMap((effect) => effectLines(effect, line)),
        ...lasting.map((change) => line(`${change.id} can be taken back: ${backText(change)}`, 4)),
      ],
      'warn',
    ),
    ...section(
      'Has to be closed first (nothing is ended by us)',
      (plan.preconditions ?? []).map(({ application, profiles, reason }) =>
        line(`- ${application}${profiles ? ` of ${profiles.join(', ')}` : ''}: ${reason}`, 4),
      ),
      'warn',
    ),
    ...section(
      'Changes',
      plan.changes.flatMap((change) => changeLines(change, line)),
    ),
    ...section(
      guardTitle(guardSeconds),
      guardReasons(plan.changes, plan.effects).map((reason) => line(`- ${reason}`, 4)),
      'warn',
    ),
    ...timedLines(plan, createdAt).map((text) => look.paint('warn', line(text, 2))),
    ...section(
      'Left alone',
      plan.conflicts.map((conflict) => line(conflict, 4)),
      'warn',
    ),
    ...section(
      'Hives that are mounted for it, one at a time (--load-hives)',
      (plan.hives ?? []).map((sid) => line(`${sid}, as HKEY_USERS\\Setright-<process>-${sid}`, 4)),
      'warn',
    ),
    ...profilesText(plan.profiles ?? [], look, 2),
    ...plan.findings.flatMap(({ remedy, verdict, reasons, harm = [] }) => [
      `  ${remedy}: ${look.paint(toneOf(verdict), verdict)}`,
      ...reasons.map((reason) => line(reason, 4)),
      ...harm.map((each) => look.paint('warn', line(`Harm: ${each}`, 4))),
    ]),
    ...plan.advice.flatMap((advice) => adviceLines(advice, length, line)),
    ...(isIdle ? ['  Nothing to do.'] : []),
  ].join('\n');
}

const guardTitle = (seconds: number): string =>
  `Guarded: undone by itself after ${seconds} s unless a new connection confirms`;

/** By the clock here, and as if the plan were applied when it was made. */
function timedLines({ undoAfterSeconds }: HostPlan, createdAt: string): readonly string[] {
  if (undoAfterSeconds === undefined) return [];
  const due = new Date(Date.parse(createdAt) + undoAfterSeconds * 1000).toISOString();
  const about = `${due.slice(0, 10)} ${due.slice(11, 16)} UTC`;
  return [
    `Taken back at about ${about}: by the host itself, ${durationText(undoAfterSeconds)} after it is applied`,
  ];
}

export const adviceLines = (advice: Advice, length: AdviceLength, line: Line): readonly string[] => [
  line(`Advice: ${advice.title}`, 2),
  ...(length === 'titles'
    ? []
    : [
        ...advice.steps.map((step) => line(`- ${step}`, 4)),
        line(`check: ${advice.check}`, 4),
        line(`undo: ${advice.undo}`, 4),
      ]),
];

type Line = (text: string, indent: number, hang?: number) => string;

const effectLines = (effect: Effect, line: Line): readonly string[] => [
  line(`${effect.id} ${describeEffect(effect)}: ${effect.reason}`, 4, 3),
  ...effect.blastRadius.map((who) => line(`- ${who}`, 7)),
];

const changeLines = (change: Change, line: Line): readonly string[] => [
  line(`${change.id} ${typeOf(change.resource).describe(change.resource)}`, 4, 3),
  line(
    `${describeShown(change.resource, change.before)} → ${describeShown(change.resource, change.after)}`,
    7,
  ),
  line(`why: ${change.reason} (${change.remedy})`, 7),
];

/** A state for people; what is sensitive shows only that it is the same or another one. */
export const describeShown = (resource: Resource, state: ShownState): string =>
  state.status === 'sealed' ? `(sensitive, ${state.fingerprint})` : typeOf(resource).describeState(state);
