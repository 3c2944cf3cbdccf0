import { Command, CommanderError, Help, type Option } from 'commander';
import { ExpectedError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Outside } from '../ui/outside.ts';
import { openTerminal } from '../ui/terminal.ts';
import { addAdvise } from './advise.ts';
import { addApply } from './apply.ts';
import { addCapture } from './capture.ts';
import { addCheck } from './check.ts';
import { addDemo } from './demo.ts';
import { addDiagnose } from './diagnose.ts';
import { addDoctor } from './doctor.ts';
import { addExplain } from './explain.ts';
import { addExport } from './export.ts';
import { addFix } from './fix.ts';
import { addGuard } from './guard.ts';
import { addHosts } from './hosts.ts';
import type { OutputOptions } from './options.ts';
import { addPath } from './path.ts';
import { addPlan } from './plan.ts';
import { addRecover } from './recover.ts';
import { addRemedies } from './remedies.ts';
import { addRollback } from './rollback.ts';
import { addRuns } from './runs.ts';
import { type Act, type AddVerb, example } from './verb.ts';
import { readVersion } from './version.ts';

const verbs: readonly AddVerb[] = [
  addDemo,
  addHosts,
  addDoctor,
  addCheck,
  addDiagnose,
  addPlan,
  addApply,
  addRollback,
  addRecover,
  addGuard,
  addRuns,
  addFix,
  addExplain,
  addExport,
  addAdvise,
  addPath,
  addCapture,
  addRemedies,
];

const CANCELLED = 130;

/** From the words on the command line to one verb and its exit code. Never rejects, never ends the process. */
export async function runProgram(words: readonly string[], outside: Outside): Promise<number> {
  let exitCode = 0;
  let debug = false;
  const act: Act = async (options: OutputOptions, work) => {
    debug = options.debug ?? false;
    const { json = false, quiet = false, plain = false } = options;
    exitCode = await work(openTerminal(outside, { json, quiet, plain }));
  };
  try {
    await program(outside, act).parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOfError(error, outside, debug);
  }
}

function program(outside: Outside, act: Act): Command {
  const setright = new Command('setright')
    .description('Puts Windows hosts right, remotely, and can take it back.')
    .version(readVersion(), '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => outside.stdout.write(text),
      writeErr: (text) => outside.stderr.write(text),
      getOutHelpWidth: () => Math.min(outside.stdout.columns ?? 80, 100),
      getErrHelpWidth: () => 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(text.replace(/^error: /, 'setright: ')),
    })
    .configureHelp({ optionDescription })
    .addHelpText('after', example('setright demo', "setright check 'EX*'", 'setright fix EX01'))
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing to do, or done and verified; 1 wrong use or our own error;\n' +
        '2 differences found; 3 failed and restored, or refused; 4 a person is needed;\n' +
        '5 hosts not reached or unknown; 130 cancelled. The worst of the hosts counts.',
    );
  for (const add of verbs) add(setright, act);
  pointToHelp(setright, 'setright');
  return setright;
}

/** The next move after a mistake on the command line. */
function pointToHelp(command: Command, words: string): void {
  command.showHelpAfterError(`\`${words} --help\` tells what can be said.`);
  for (const verb of command.commands) pointToHelp(verb, `${words} ${verb.name()}`);
}

/** An empty list is no default to speak of. */
function optionDescription(this: Help, option: Option): string {
  const isEmptyList = Array.isArray(option.defaultValue) && option.defaultValue.length === 0;
  return isEmptyList ? option.description : Help.prototype.optionDescription.call(this, option);
}

function exitCodeOfError(error: unknown, { stderr }: Outside, debug: boolean): number {
  const say = (text: string) => stderr.write(`${text}\n`);
  // Commander has said it by then.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
  if (error instanceof ExpectedError && error.name === 'NotAnsweredError') {
    say('setright: left without an answer; nothing was changed.');
    return CANCELLED;
  }
  if (error instanceof ExpectedError) {
    say(`setright: ${error.message.split('\n').map(printable).join('\n')}`);
    return 1;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  say(`setright: this is a bug in Setright, not in what you asked for: ${printable(message)}`);
  say(
    debug
      ? (stack ?? '')
      : 'Run it again with --debug and report what it prints. `setright runs list` shows what was begun.',
  );
  return 1;
}
