import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RemedyChoice } from './steps/assignments.ts';

export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly plain?: boolean;
  readonly debug?: boolean;
}

export interface DataOptions extends OutputOptions {
  readonly dataDir?: string;
}

export interface InventoryOptions extends OutputOptions {
  readonly inventory?: string;
  readonly limit: readonly string[];
}

export interface HostOptions extends DataOptions, InventoryOptions {
  readonly parallel?: number;
  readonly allowCommand?: boolean;
  readonly connectSeconds?: number;
  readonly log?: string;
  readonly loadHives?: boolean;
}

export interface RemedyOptions extends HostOptions, RemedyChoice {}

export interface ConsentOptions extends HostOptions {
  readonly yes?: boolean;
  readonly allow: readonly string[];
  readonly keepWithoutEffects?: boolean;
  readonly breakLock?: string;
  readonly guardSeconds?: number;
  readonly rebootTimeout?: number;
  readonly waitForClose?: number;
}

/** Every verb has these. */
export const withOutput = (command: Command): Command =>
  command
    .option('--json', 'print the result as JSON (stable; its "schema" says which)')
    .option('-q, --quiet', 'print nothing but errors and what --json asks for')
    .option('--plain', 'no moving cursor: lines for progress, numbers for questions')
    .addOption(new Option('--debug', 'print where an unexpected error came from').hideHelp());

export const withData = (command: Command): Command =>
  withOutput(command).option(
    '--data-dir <folder>',
    "runs, backups and locks; the platform's usual folder without it",
    path,
  );

const withSelection = (command: Command): Command =>
  command
    .option('-i, --inventory <file>', 'default: $SETRIGHT_INVENTORY, else ./inventory.yaml', path)
    .addOption(
      repeatable(
        '--limit <selectors>',
        'take away from the selection: names, globs, groups, !exclude',
        several,
      ),
    );

/** For verbs that read the inventory and speak to no host. */
export const withInventory = (command: Command): Command => withSelection(withOutput(command));

export const withConnection = (command: Command): Command =>
  withSelection(withData(command)).option(
    '--connect-seconds <seconds>',
    'longest time until a PowerShell has started',
    count,
    30,
  );

/** For verbs that speak to one host. */
export const withOneHost = (command: Command): Command =>
  withConnection(command)
    .option('--allow-command', 'run programs that the inventory names (transport command)')
    .option('--log <file>', 'append everything that crosses the lines to hosts (mode 0600)', path);

export const withHosts = (command: Command): Command =>
  withOneHost(command).option('--parallel <hosts>', 'hosts at work at the same time', count, 10);

/** The one trace that a check may leave on a host, so it has to be asked for. */
export const withHives = (command: Command): Command =>
  command.option(
    '--load-hives',
    'reach users who are not logged on too: mount the hive of each, one at a time, as HKEY_USERS\\Setright-..., and unmount it again; one who logs on in that moment gets a temporary profile',
  );

export const withRemedies = (command: Command): Command =>
  command
    .addOption(repeatable('--remedy <name>', "hold hosts to this remedy instead of the inventory's"))
    .addOption(
      repeatable(
        '--set <name=value>',
        'a parameter: remedy.parameter=value, or parameter=value for a single --remedy',
      ),
    );

export const withConsent = (command: Command): Command =>
  withHives(withHosts(command))
    .option('--yes', 'change values without asking; never covers effects')
    .addOption(repeatable('--allow <effect>', 'allow one kind of effect: service.restart, reboot'))
    .option(
      '--keep-without-effects',
      'set values whose effect is not allowed all the same: set, not in force',
    )
    .option(
      '--break-lock <run>',
      'break the lock of this run, left behind or at work: its process is ended, its changes undone',
    )
    .option(
      '--guard-seconds <seconds>',
      'a guarded change is undone by the host itself after so long without confirmation, 30 to 3600 (tried on simulated hosts and fakes only, on no real task scheduler yet)',
      secondsFrom(30, 3_600),
      120,
    )
    .option(
      '--wait-for-close <seconds>',
      'wait so long for programs that have to be closed first, 1 to 86400; nothing is closed by us',
      secondsFrom(1, 86_400),
    )
    .option(
      '--reboot-timeout <seconds>',
      'after an allowed reboot, how long Windows may take until it answers again, 60 to 7200',
      secondsFrom(60, 7_200),
      900,
    );

export const SELECTORS = "names, globs, groups, the word all; '!' leaves out";

const one = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** An option that may be given several times; none is an empty list. */
export const repeatable = (
  flags: string,
  description: string,
  collect: (value: string, before: readonly string[]) => readonly string[] = one,
): Option => new Option(flags, `${description} (repeatable)`).argParser(collect).default([]);

/** A limit of nothing would be no limit: everything selected, where somebody wanted less. */
function several(value: string, before: readonly string[]): readonly string[] {
  const parts = value.split(/[\s,]+/).filter((part) => part !== '');
  if (parts.length === 0)
    throw new InvalidArgumentError('expected selectors, found nothing; is a variable of the shell not set?');
  return [...before, ...parts];
}

/** An empty one is never the default: it would stand for another folder than the one that was meant. */
export function path(text: string): string {
  if (text.trim() === '')
    throw new InvalidArgumentError('expected a path, found nothing; is a variable of the shell not set?');
  return text;
}

export function count(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 10_000)
    throw new InvalidArgumentError('expected a whole number from 1 to 10000.');
  return number;
}

const secondsFrom =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}.`);
    return number;
  };
