import { counted } from '../model/printable.ts';
import type { Asker } from './asker.ts';
import type { Terminal } from './terminal.ts';

/** One kind of effect that a plan needs, however many hosts it is for. */
export interface EffectQuestion {
  readonly kind: string;
  readonly hosts: number;
  /** Refused, its values are set all the same, not in force. */
  readonly valuesMayWait: boolean;
  /** Host, service and who will notice, ready to read. */
  readonly blastRadius: string;
}

export interface PlanQuestion {
  /** `Apply this plan`, `Take this run back`. */
  readonly what: string;
  readonly hosts: number;
  /** Those that were not allowed on the command line. */
  readonly effects: readonly EffectQuestion[];
  /** What to do with values whose effect is refused; undefined: ask. */
  readonly keepWithoutEffects: boolean | undefined;
  readonly canSave: boolean;
  explain(): string;
}

export interface PlanAnswer {
  readonly answer: 'yes' | 'no' | 'save';
  readonly allowed: readonly string[];
  readonly keepWithoutEffects: boolean;
}

/** More hosts than this are not agreed to with one key. */
const TYPED_FROM = 11;

/**
 * Asks for consent, what cannot be undone first: each kind of effect on its own, then the values. The last answer is the one that counts,
 * and Enter alone never says yes.
 */
export async function confirmPlan(
  terminal: Terminal,
  asker: Asker,
  question: PlanQuestion,
): Promise<PlanAnswer> {
  const allowed: string[] = [];
  let refused = false;
  for (const effect of question.effects) {
    terminal.tell(`\n${effect.kind} on ${counted(effect.hosts, 'host')} cannot be undone. Who will notice:`);
    terminal.tell(effect.blastRadius);
    const yes = await asker.one(`Allow ${effect.kind} on ${counted(effect.hosts, 'host')}?`, [
      { value: false, name: `no, do not allow ${effect.kind}` },
      { value: true, name: `yes, allow ${effect.kind}` },
    ]);
    if (yes) allowed.push(effect.kind);
    else if (!effect.valuesMayWait) refused = true;
    else terminal.tell(`Values that need a ${effect.kind} are set all the same: set, not in force.`);
  }
  const keepWithoutEffects = question.keepWithoutEffects ?? (refused && (await askToKeep(asker)));
  const answer =
    question.hosts < TYPED_FROM
      ? await askOnce(terminal, asker, question)
      : await askForNumber(terminal, asker, question);
  return { answer, allowed, keepWithoutEffects };
}

const askToKeep = (asker: Asker): Promise<boolean> =>
  asker.one('Values that need what you refused:', [
    { value: false, name: 'leave them as they are' },
    { value: true, name: 'set them all the same: set, not in force' },
  ]);

async function askOnce(
  terminal: Terminal,
  asker: Asker,
  { what, hosts, canSave, explain }: PlanQuestion,
): Promise<PlanAnswer['answer']> {
  for (;;) {
    const answer = await asker.one(`${what} on ${counted(hosts, 'host')}?`, [
      { value: 'no', name: 'no, change nothing' },
      { value: 'yes', name: 'yes' },
      { value: 'explain', name: 'explain: what would be sent, backups, the way back' },
      ...(canSave ? ([{ value: 'save', name: 'save it as a plan file' }] as const) : []),
    ] as const);
    if (answer !== 'explain') return answer;
    terminal.tell(explain());
  }
}

async function askForNumber(
  terminal: Terminal,
  asker: Asker,
  { what, hosts, canSave, explain }: PlanQuestion,
): Promise<PlanAnswer['answer']> {
  const words = ['no', 'explain', ...(canSave ? ['save'] : [])];
  for (;;) {
    const answer = await asker.text(
      `${what}? Type the number of hosts to go ahead, or ${words.join(', ')}`,
      undefined,
      (text) =>
        text === String(hosts) || words.includes(text)
          ? undefined
          : `"${text}" is not the number of hosts; nothing is done. Type the number, or ${words.join(', ')}`,
    );
    if (answer === 'save' || answer === 'no') return answer;
    if (answer === String(hosts)) return 'yes';
    terminal.tell(explain());
  }
}
