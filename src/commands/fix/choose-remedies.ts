import type { DiagnosedHost } from '../../model/causal-chain.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { printable } from '../../model/printable.ts';
import type { Parameter, Remedy, Verdict } from '../../model/remedy.ts';
import { readParameters, refusalOfValue } from '../../remedies/index.ts';
import { boundsOf } from '../../report/remedy-text.ts';
import { indented } from '../../report/wrap.ts';
import type { Assignment, Seen, Surveyed } from '../../run/observe/survey.ts';
import { fixingRemedies } from '../../run/planning/plan-of-fixes.ts';
import { typeOf } from '../../run/tables.ts';
import type { Asker } from '../../ui/asker.ts';
import type { Terminal } from '../../ui/terminal.ts';

/**
 * Lets the person choose among judged remedies, and enter the parameters of each. Chosen already are those that differ; after a diagnosis
 * only those of them that are a fix.
 */
export async function chooseRemedies(
  terminal: Terminal,
  asker: Asker,
  candidates: readonly Assignment[],
  { seen, outcome }: Surveyed,
  diagnosed: DiagnosedHost | undefined,
): Promise<readonly Assignment[]> {
  const verdictOf = ({ remedy }: Assignment): Verdict =>
    outcome.findings.find((finding) => finding.remedy === remedy.name)?.verdict ?? 'unknown';
  const fixes = diagnosed && fixingRemedies(diagnosed);
  const isNoFix = ({ remedy }: Assignment) =>
    fixes !== undefined && !fixes.has(remedy.name) && isNamedNoFix(diagnosed, remedy.name);
  const chosen = await asker.many(
    'Which remedies?',
    candidates.map((value) => ({
      value,
      name: `${value.remedy.name} (${verdictOf(value)}${isNoFix(value) ? '; no fix here' : ''})`,
      checked: verdictOf(value) === 'noncompliant' && (fixes?.has(value.remedy.name) ?? true),
    })),
  );
  const entered: Assignment[] = [];
  for (const assignment of chosen) entered.push(await enterParameters(terminal, asker, assignment, seen));
  return entered;
}

const isNamedNoFix = (diagnosed: DiagnosedHost | undefined, name: string): boolean =>
  diagnosed?.causes.some(({ nonFixes }) => nonFixes.some(({ remedy }) => remedy === name)) ?? false;

async function enterParameters(
  terminal: Terminal,
  asker: Asker,
  { remedy, parameters }: Assignment,
  seen: Seen | undefined,
): Promise<Assignment> {
  const askable = Object.entries(remedy.parameters).filter(([, parameter]) => parameter.type !== 'states');
  if (askable.length === 0) return { remedy, parameters };
  const line = (text: string) => terminal.tell(indented(printable(text), terminal.width, 2, 2));
  terminal.tell(`\n${indented(remedy.title, terminal.width, 0)}`);
  for (const now of seen ? currentStates(remedy, parameters, seen) : []) line(`now on the host: ${now}`);
  let entered: JsonObject = parameters;
  for (const [name, parameter] of askable) {
    line(`${name}: ${parameter.title} (${boundsOf(parameter)})`);
    line(parameter.why);
    const preset = entered[name] ?? parameter.default;
    const answer = await asker.text(name, preset === undefined ? undefined : String(preset), (text) =>
      refusalOfValue(parameter, typed(parameter, text)),
    );
    entered = { ...entered, [name]: typed(parameter, answer) };
  }
  return { remedy, parameters: readParameters(remedy, entered, remedy.name) };
}

/** What the host holds where this remedy would write, or, where it would write nothing, looks; of sensitive values only that there are some. */
function currentStates(
  remedy: Remedy,
  parameters: JsonObject,
  { judged, observed }: Seen,
): readonly string[] {
  const { resources, sensitive } = remedy.needs(parameters);
  const wishes = judged.find((each) => each.remedy.name === remedy.name)?.judgement.wishes ?? [];
  const written = wishes.map(({ resource }) => resource);
  return (written.length > 0 ? written : resources).map((resource) => {
    const type = typeOf(resource);
    const state = observed.of(resource);
    const shown = sensitive && state.status === 'present' ? 'a sensitive value' : type.describeState(state);
    return `${type.describe(resource)}: ${shown}`;
  });
}

const typed = ({ type }: Parameter, text: string): Json =>
  type === 'integer' && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
