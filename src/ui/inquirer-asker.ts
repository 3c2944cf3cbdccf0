import inquirer from 'inquirer';
import { Secret } from '../model/secret.ts';
import { type Asker, type Choice, NotAnsweredError } from './asker.ts';
import type { Terminal } from './terminal.ts';

/** Questions with lists to move in. They are drawn on stderr, for stdout may go to a file. */
export function inquirerAsker(terminal: Terminal): Asker {
  const { stdin, stderr } = terminal.outside;
  const prompt = inquirer.createPromptModule({
    input: stdin,
    output: stderr,
  });
  const answered = async <Value>(asked: Promise<{ readonly answer: Value }>): Promise<Value> => {
    // In raw mode Ctrl-C is a key that the question hears; a signal from elsewhere must not end us in the middle of it.
    const deaf = terminal.interrupts.listen(() => {});
    try {
      return (await asked).answer;
    } catch (cause) {
      if (cause instanceof Error && /^(Exit|Abort|Cancel)Prompt/.test(cause.name))
        throw new NotAnsweredError('left without an answer', { cause });
      throw cause;
    } finally {
      deaf();
    }
  };
  return {
    one: async (question, choices) => {
      const at = await answered<number>(
        prompt([
          { type: 'select', name: 'answer', message: question, choices: numbered(choices), loop: false },
        ]),
      );
      return valueAt(choices, at);
    },
    many: async (question, choices) => {
      const chosen = await answered<readonly number[]>(
        prompt([
          { type: 'checkbox', name: 'answer', message: question, choices: numbered(choices), loop: false },
        ]),
      );
      return chosen.map((at) => valueAt(choices, at));
    },
    text: (question, preset, refuse) =>
      answered(
        prompt([
          {
            type: 'input',
            name: 'answer',
            message: question,
            ...(preset === undefined ? {} : { default: preset }),
            validate: (answer: string) => refuse(answer.trim()) ?? true,
            filter: (answer: string) => answer.trim(),
          },
        ]),
      ),
    secret: async (question) =>
      new Secret(await answered(prompt([{ type: 'password', name: 'answer', message: question }]))),
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
