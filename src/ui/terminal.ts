import type { Asker } from './asker.ts';
import { Interrupts } from './interrupts.ts';
import type { Outside } from './outside.ts';
import { type Paint, paintFor } from './paint.ts';

export interface OutputChoice {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly plain: boolean;
}

/** Where a verb speaks. Stdout holds its result and nothing else; questions, progress and remarks go to stderr. */
export interface Terminal extends OutputChoice {
  readonly outside: Outside;
  readonly interrupts: Interrupts;
  readonly width: number;
  readonly paint: Paint;
  /** A person sits in front of it: can be asked. */
  readonly interactive: boolean;
  /** Lines may be redrawn. */
  readonly live: boolean;
  /** Answers in the person's place, visibly: the demo. */
  readonly answers?: Asker;
  /** The result: as JSON with --json, nothing with --quiet, else as text. */
  result(document: () => object, text: () => string): void;
  /** A remark for the person; silent with --quiet. */
  say(text: string): void;
  /** What has to be read even with --quiet: questions and what they are about, errors. */
  tell(text: string): void;
}

const WIDTH = 80;
const NARROWEST = 40;
const WIDEST = 120;

export function openTerminal(outside: Outside, choice: OutputChoice): Terminal {
  const { stdin, stdout, stderr, environment } = outside;
  const screen = stdout.isTTY ? stdout : stderr;
  const columns = screen.isTTY ? (screen.columns ?? WIDTH) : WIDTH;
  const isTerminal = stdin.isTTY === true && stderr.isTTY === true;
  const line = (stream: NodeJS.WritableStream, text: string) => stream.write(`${text.trimEnd()}\n`);
  return {
    ...choice,
    outside,
    interrupts: new Interrupts(outside.signals),
    width: Math.min(WIDEST, Math.max(NARROWEST, columns)),
    paint: paintFor(stdout.isTTY === true && stderr.isTTY === true && !choice.json, environment),
    interactive: isTerminal,
    live: stderr.isTTY === true && environment.TERM !== 'dumb' && !choice.plain,
    result: (document, text) => {
      if (choice.json) line(stdout, JSON.stringify(document()));
      else if (!choice.quiet) line(stdout, text());
    },
    say: (text) => {
      if (!choice.quiet) line(stderr, text);
    },
    tell: (text) => line(stderr, text),
  };
}
