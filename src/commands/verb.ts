import type { Command } from 'commander';
import { didYouMean } from '../model/nearest.ts';
import type { Terminal } from '../ui/terminal.ts';
import type { OutputOptions } from './options.ts';

/** What a verb does once its words are understood. Returns the exit code. */
export type Work = (terminal: Terminal) => Promise<number>;

export type Act = (options: OutputOptions, work: Work) => Promise<void>;

/**
 * Adds a verb to the program: its words and its help, which must load nothing. What the verb needs is imported by its work, so that
 * `--help` and mistakes on the command line cost no time.
 */
export type AddVerb = (program: Command, act: Act) => void;

/** For a group of verbs whose default takes no words: one that is no verb of it is a mistake, not a word too many for the default. */
export const refuseUnknownVerbs = (group: Command): Command =>
  group.hook('preSubcommand', () => {
    const [word] = group.args;
    const known = group.commands.map((verb) => verb.name());
    if (word === undefined || word.startsWith('-') || word === 'help' || known.includes(word)) return;
    group.error(`error: unknown command '${word}'${didYouMean(word, known)}`, {
      code: 'commander.unknownCommand',
    });
  });

export const example = (...lines: readonly string[]): string =>
  ['', lines.length === 1 ? 'Example:' : 'Examples:', ...lines.map((line) => `  ${line}`)].join('\n');
