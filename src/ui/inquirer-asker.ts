import inquirer from 'inquirer';
import { Secret } from '../model/secret.ts';
import { type Asker, type Choice, NotAnsweredError } from './asker.ts';
import type { Terminal } from './terminal.ts';

type Prompt = typeof inquirer.prompt;

/** Questions with lists to move in. They are drawn on stderr, for stdout may go to a file. */
export function inquirerAsker(terminal: Terminal): Asker {
  const { stdin, stderr } = terminal.outside;
  const answered = async <Value>(
    ask: (prompt: Prompt) => Promise<{ readonly answer: Value }>,
  ): Promise<Value> => {
    // In raw mode Ctrl-C is a key that the question hears itself; this is for signals from elsewhere.
    const left = new AbortController();
    const deaf = terminal.interrupts.listen(() => left.abort());
    try {
      const prompt = inquirer.createPromptModule({ input: stdin, output: stderr, signal: left.signal });
      return (await ask(prompt)).answer;
    } catch (cause) {
      if (cause instanceof Error && /^(Exit|Abort|Cancel)Prompt/.test(cause.name))
        throw new NotAnsweredError('left without an answer', { cause });
      throw cause;
    } finally {
      deaf();
    }
  };
  return {
    one: async (message, choices) => {
      const at = await answered<number>((prompt) =>
        prompt([{ type: 'select', name: 'answer', message, choices: numbered(choices), loop: false }]),
      );
      return valueAt(choices, at);
    },
    many: async (message, choices) => {
      const chosen = await answered<readonly number[]>((prompt) =>
        prompt([{ type: 'checkbox', name: 'answer', message, choices: numbered(choices), loop: false }]),
      );
      return chosen.map((at) => valueAt(choices, at));
    },
    text: (message, preset, refuse) =>
      answered((prompt) =>
        prompt([
          {
            type: 'input',
            name: 'answer',
            message,
            ...(preset === undefined ? {} : { default: preset }),
            validate: (answer: string) => refuse(answer.trim()) ?? true,
            filter: (answer: string) => answer.trim(),
          },
        ]),
      ),
    secret: async (message) =>
      new Secret(await answered((prompt) => prompt([{ type: 'password', name: 'answer', message }]))),
  };
}

const numbered = (choices: readonly Choice<unknown>[]) =>
  choices.map(({ name, short, checked }, value) => ({
    value,
    name,
    short: short ?? name,
    checked: checked ?? false,
  }));

function valueAt<Value>(choices: readonly Choice<Value>[], at: number): Value {
  const choice = choices[at];
  if (!choice) throw new RangeError(`answer ${at} of ${choices.length}`);
  return choice.value;
}
