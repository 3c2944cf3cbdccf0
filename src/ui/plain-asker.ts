import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Secret } from '../model/secret.ts';
import { type Asker, type Choice, NotAnsweredError } from './asker.ts';
import type { Terminal } from './terminal.ts';

/** Numbered questions, a line each: for screen readers, serial consoles and terminals that cannot move a cursor. */
export function plainAsker(terminal: Terminal): Asker {
  const say = (text: string) => terminal.tell(text);
  const numbers = <Value>(choices: readonly Choice<Value>[], line: string): readonly Value[] | undefined => {
    const wanted = line.split(/[\s,]+/).filter((part) => part !== '');
    const found = wanted.flatMap((part) => (/^\d+$/.test(part) ? (choices[Number(part) - 1] ?? []) : []));
    return found.length === wanted.length ? found.map(({ value }) => value) : undefined;
  };
  const list = (question: string, choices: readonly Choice<unknown>[], many: boolean) => {
    say(question);
    for (const [index, { name, checked }] of choices.entries())
      say(`  ${index + 1}) ${many ? (checked ? '[x] ' : '[ ] ') : ''}${name}`);
  };
  return {
    async one(question, choices) {
      list(question, choices, false);
      for (;;) {
        const line = (await readLine(terminal, 'Number [1]: ')).trim() || '1';
        const [found, ...more] = numbers(choices, line)?.map((value) => ({ value })) ?? [];
        if (found && more.length === 0) return found.value;
        say(`Type one number from 1 to ${choices.length}.`);
      }
    },
    async many(question, choices) {
      list(question, choices, true);
      const preset = choices.flatMap(({ checked }, index) => (checked ? [index + 1] : []));
      for (;;) {
        const line = (await readLine(terminal, `Numbers, or none [${preset.join(' ') || 'none'}]: `)).trim();
        if (line === 'none') return [];
        const found = numbers(choices, line || preset.join(' '));
        if (found) return found;
        say(`Type numbers from 1 to ${choices.length} with spaces between them, or the word none.`);
      }
    },
    async text(question, preset, refuse) {
      for (;;) {
        const line = (
          await readLine(terminal, `${question}${preset === undefined ? '' : ` [${preset}]`}: `)
        ).trim();
        const answer = line || preset || '';
        const refusal = refuse(answer);
        if (refusal === undefined) return answer;
        say(refusal);
      }
    },
    secret: async (question) => new Secret(await readLine(terminal, `${question}: `, true)),
  };
}

/** One line. `hidden`: readline puts the terminal into raw mode and its echo goes nowhere. */
function readLine(terminal: Terminal, question: string, hidden = false): Promise<string> {
  const { stdin, stderr } = terminal.outside;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return new Promise((resolve, reject) => {
    const reader = createInterface(
      hidden ? { input: stdin, output: nowhere, terminal: true } : { input: stdin, terminal: false },
    );
    let line: string | undefined;
    const leave = () => reader.close();
    const deaf = terminal.interrupts.listen(leave);
    reader.on('SIGINT', leave);
    reader.once('line', (text) => {
      line = text;
      reader.close();
    });
    reader.once('close', () => {
      deaf();
      stdin.pause();
      if (hidden || line === undefined) stderr.write('\n');
      if (line === undefined) reject(new NotAnsweredError('left without an answer'));
      else resolve(line);
    });
    // Last: who reads the question may answer, or leave, at once.
    stderr.write(question);
  });
}
