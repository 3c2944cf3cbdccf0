import { writePlanFile } from '../../journal/plan-file.ts';
import { fileExists } from '../../journal/script-file.ts';
import { UsageError } from '../../model/errors.ts';
import type { FactQuestion } from '../../model/fact.ts';
import type { Host } from '../../model/host.ts';
import type { Plan } from '../../model/plan.ts';
import { printable } from '../../model/printable.ts';
import { checkText } from '../../report/check-text.ts';
import { type EndedRun, runExitCode } from '../../run/apply/journalled-run.ts';
import type { Assignment, Surveyed } from '../../run/observe/survey.ts';
import { surveyFleet } from '../../run/observe/survey-fleet.ts';
import { type Asker, NotAnsweredError, openAsker } from '../../ui/asker.ts';
import type { Terminal } from '../../ui/terminal.ts';
import type { FixOptions } from '../fix.ts';
import type { ConsentOptions } from '../options.ts';
import { takeBack } from '../rollback/take-back.ts';
import { askToClose } from '../steps/ask-to-close.ts';
import { assign, catalogue } from '../steps/assignments.ts';
import { carryOutPlan } from '../steps/carry-out-plan.ts';
import { agree, CANCELLED, hostsToChange } from '../steps/consent.ts';
import { type Fleet, openFleet } from '../steps/fleet.ts';
import { chooseRemedies } from './choose-remedies.ts';
import { diagnosisQuestions, offerDiagnosis } from './offer-diagnosis.ts';
import { type Pruned, prunePlan } from './prune-plan.ts';

const DIFFERS = 2;

/** The guided way: each step shows what it found, and every question can be left without anything having been changed. */
export async function fixHost(terminal: Terminal, name: string, options: FixOptions): Promise<number> {
  const asker = await openAsker(terminal, '`setright fix` asks and shows');
  const fleet = await openFleet(terminal, options);
  const [host, ...others] = fleet.select([name]);
  if (!host || others.length > 0)
    throw new UsageError(`${name} is more than one host; fix takes them one by one`);
  await fleet.unlock([host]);

  const isCancelled = () => {
    if (fleet.context.cancellation.stopping) terminal.tell('Cancelled: nothing was changed.');
    return fleet.context.cancellation.stopping;
  };
  const first = await look(fleet, host, everything(host), diagnosisQuestions);
  if (isCancelled()) return CANCELLED;
  terminal.tell(`${checkText([first.outcome], terminal)}\n`);
  // No plan can be made while a run is open there: nobody is asked anything for that.
  const isUnsettled = (first.seen?.unfinished ?? []).length > 0;
  if (!first.seen || isUnsettled) return runExitCode(fleet.context, [first.outcome]);
  const diagnosed = await offerDiagnosis(terminal, asker, first, everything(host));
  const chosen = await chooseRemedies(terminal, asker, everything(host), first, diagnosed);
  if (chosen.length === 0) {
    terminal.tell('No remedy was chosen; nothing was changed.');
    return CANCELLED;
  }
  const second = await look(fleet, host, chosen);
  if (isCancelled()) return CANCELLED;
  if (!second.plan || !second.seen) {
    terminal.tell(checkText([second.outcome], terminal));
    return runExitCode(fleet.context, [second.outcome]);
  }
  const pruned = await prunePlan(terminal, asker, fleet.context, host.name, second.seen, options.undoAfter);
  if (hostsToChange(pruned.plan) === 0) {
    terminal.tell('Nothing is left to do; nothing was changed.');
    const { changes, effects } = second.plan;
    return changes.length + effects.length > 0 ? CANCELLED : 0;
  }
  return decide(terminal, asker, fleet, pruned, options);
}

/** What the inventory holds the host to, and everything else that can be judged. */
function everything(host: Host): readonly Assignment[] {
  const names = new Set([...Object.keys(host.remedies), ...catalogue().map((remedy) => remedy.name)]);
  return assign([host], { remedy: [...names], set: [] }, 'every-remedy').get(host.name) ?? [];
}

async function look(
  fleet: Fleet,
  host: Host,
  assignments: readonly Assignment[],
  questions: readonly FactQuestion[] = [],
): Promise<Surveyed> {
  const [surveyed] = await fleet.atWork([host.name], (context) =>
    surveyFleet(
      context,
      [host],
      () => assignments,
      () => questions,
    ),
  );
  if (!surveyed) throw new Error('a survey of one host has one result');
  return surveyed;
}

async function decide(
  terminal: Terminal,
  asker: Asker,
  fleet: Fleet,
  { plan, isDeclined, declines }: Pruned,
  options: FixOptions,
): Promise<number> {
  const consentOptions: ConsentOptions = {
    ...options,
    allow: [],
    ...(declines ? { keepWithoutEffects: true } : {}),
  };
  const agreement = await agree(terminal, fleet.context, plan, consentOptions, { canSave: true, isDeclined });
  if (agreement.answer === 'save') return save(terminal, asker, plan, declines);
  if (agreement.answer !== 'yes') {
    terminal.tell('Nothing was changed.');
    return CANCELLED;
  }
  const skipped = await askToClose(terminal, fleet, plan, consentOptions);
  if (!skipped) {
    terminal.tell('Nothing was changed.');
    return CANCELLED;
  }
  const ended = await carryOutPlan(terminal, fleet, plan, agreement.consent, undefined, skipped);
  if (fleet.context.cancellation.stopping || !ended.outcomes.some(({ status }) => status === 'applied'))
    return ended.exitCode;
  return offerUndo(terminal, asker, fleet, ended, consentOptions);
}

async function save(terminal: Terminal, asker: Asker, plan: Plan, declines: boolean): Promise<number> {
  const path = await writeAsNamed(terminal, asker, plan);
  terminal.result(
    () => plan,
    () => `Saved. Apply it with: setright apply ${path}`,
  );
  if (declines) terminal.tell('The effects that you took out are in it still; apply asks for each kind.');
  return DIFFERS;
}

/** Asks until the file can be written: what was chosen up to here is not lost over a name, and no file that is there either. */
async function writeAsNamed(terminal: Terminal, asker: Asker, plan: Plan): Promise<string> {
  for (;;) {
    const path = await asker.text('Save the plan as', `setright-${plan.id}.json`, (text) =>
      text === '' ? 'a file needs a name' : undefined,
    );
    try {
      if (await fileExists(path)) throw new UsageError(`${path}: there is such a file already; name another`);
      await writePlanFile(path, plan);
      return path;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      terminal.tell(printable(error.message));
    }
  }
}

/** Leaving this question keeps what was done: the run is in the journal and can be taken back at any time. */
async function offerUndo(
  terminal: Terminal,
  asker: Asker,
  fleet: Fleet,
  ended: EndedRun,
  options: ConsentOptions,
): Promise<number> {
  try {
    const undo = await asker.one('Keep it?', [
      { value: false, name: 'yes, keep it' },
      { value: true, name: 'no, take it back now' },
    ]);
    if (!undo) return ended.exitCode;
    const { keepWithoutEffects: _one, ...rest } = options;
    const exitCode = await takeBack(terminal, fleet, ended.run, undefined, rest);
    return exitCode === CANCELLED ? ended.exitCode : exitCode;
  } catch (error) {
    if (!(error instanceof NotAnsweredError)) throw error;
    terminal.tell(`Kept. Taken back later with: setright rollback ${ended.run}`);
    return ended.exitCode;
  }
}
