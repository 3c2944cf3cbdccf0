import { ExpectedError, UsageError } from '../model/errors.ts';
import type { Secret } from '../model/secret.ts';
import type { Terminal } from './terminal.ts';

export interface Choice<Value> {
  readonly value: Value;
  readonly name: string;
  /** Stands for the name where chosen answers are repeated. */
  readonly short?: string;
  /** Chosen already when many may be chosen. */
  readonly checked?: boolean;
}

/** Asks the person. Every question rejects with NotAnsweredError when the person leaves instead (Ctrl-C, end of input). */
export interface Asker {
  /** The first choice is the one that Enter takes. */
  one<Value>(question: string, choices: readonly Choice<Value>[]): Promise<Value>;
  many<Value>(question: string, choices: readonly Choice<Value>[]): Promise<readonly Value[]>;
  /** `refuse` says what is wrong with an answer, or undefined; the question is asked again until nothing is. */
  text(
    question: string,
    preset: string | undefined,
    refuse: (answer: string) => string | undefined,
  ): Promise<string>;
  /** What is typed is not shown. */
  secret(question: string): Promise<Secret>;
}

/** The person left a question without an answer. */
export class NotAnsweredError extends ExpectedError {}

export async function openAsker(terminal: Terminal, whatFor: string): Promise<Asker> {
  if (terminal.answers) return terminal.answers;
  if (!terminal.interactive) throw new UsageError(`${whatFor}, and there is no terminal to ask on`);
  if (terminal.plain || terminal.outside.environment.TERM === 'dumb')
    return (await import('./plain-asker.ts')).plainAsker(terminal);
  return (await import('./inquirer-asker.ts')).inquirerAsker(terminal);
}
