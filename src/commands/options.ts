import { type Command, InvalidArgumentError, Option } from 'commander';

export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly plain?: boolean;
  readonly debug?: boolean;
}

export interface DataOptions extends OutputOptions {
  readonly dataDir?: string;
}

export interface HostOptions extends DataOptions {
  readonly inventory?: string;
  readonly limit: readonly string[];
  readonly parallel?: number;
  readonly allowCommand?: boolean;
  readonly connectSeconds?: number;
  readonly log?: string;
  readonly loadHives?: boolean;
}

export interface RemedyOptions extends HostOptions {
  readonly remedy: readonly string[];
  readonly set: readonly string[];
}

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
  );

export const withHosts = (command: Command): Command =>
  withData(command)
    .option('-i, --inventory <file>', 'default: $SETRIGHT_INVENTORY, else ./inventory.yaml')
    .option(
      '--limit <selectors>',
      'take away from the selection: names, globs, groups, !exclude (repeatable)',
      several,
      [],
    )
    .option('--parallel <hosts>', 'hosts at work at the same time', count, 10)
    .option('--connect-seconds <seconds>', 'longest time until a PowerShell has started', count, 30)
    .option('--allow-command', 'run programs that the inventory names (transport command)')
    .option('--log <file>', 'append everything that crosses the lines to hosts (mode 0600)');

/** The one trace that a check may leave on a host, so it has to be asked for. */
export const withHives = (command: Command): Command =>
  withHosts(command).option(
    '--load-hives',
    'reach users who are not logged on too: mount the hive of each, one at a time, as HKEY_USERS\\Setright-..., and unmount it again; one who logs on in that moment gets a temporary profile',
  );

export const withRemedies = (command: Command): Command =>
  withHives(command)
    .option('--remedy <name>', "hold hosts to this remedy instead of the inventory's (repeatable)", one, [])
    .option(
      '--set <name=value>',
      'a parameter: remedy.parameter=value, or parameter=value for a single --remedy',
      one,
      [],
    );

export const withConsent = (command: Command): Command =>
  withHives(command)
    .option('--yes', 'change values without asking; never covers effects')
    .option('--allow <effect>', 'allow one kind of effect: service.restart, reboot (repeatable)', one, [])
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

const several = (value: string, before: readonly string[]): readonly string[] => [
  ...before,
  ...value.split(/[\s,]+/).filter((part) => part !== ''),
];

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
