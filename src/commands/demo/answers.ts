import type { Asker } from '../../ui/asker.ts';

/** Answers every question by what its choices are called, and shows question and answer: nothing is agreed to in secret. */
export function visibleAnswers(say: (text: string) => void, wanted: readonly RegExp[]): Asker {
  const left = [...wanted];
  return {
    one: async (question, choices) => {
      const [pattern] = left.splice(0, 1);
      const choice = choices.find(({ name }) => pattern?.test(name));
      if (!choice) throw new Error(`the demo has no answer to "${question}"`);
      say(`? ${question}\n  > ${choice.name}   (answered by the demo)`);
      return choice.value;
    },
    many: (question) => refuse(question),
    text: (question) => refuse(question),
    secret: (question) => refuse(question),
  };
}

const refuse = (question: string): Promise<never> =>
  Promise.reject(new Error(`the demo has no answer to "${question}"`));
